import type * as z from 'zod/mini';
import { failed, type Outcome } from '#shared/core/reason.ts';
import { ask as askFor, type Call } from './ask.ts';
import { parseJson } from './parse.ts';

export const ask = (relay: string, path: string, call: Call): Promise<Outcome<string>> =>
  askFor(relay, path, call, (response) => response.text());

/** The text of an answer by its schema; whatever does not fit is no relay's. */
export const read = <Schema extends z.ZodMiniType>(
  schema: Schema,
  answer: Outcome<string>,
): Outcome<z.infer<Schema>> => {
  if (!answer.ok) return answer;
  const value = parseJson(schema, answer.value);
  return value === undefined ? failed('not_a_relay') : { ok: true, value };
};

export const nothing = (answer: Outcome<string>): Outcome => (answer.ok ? { ok: true, value: undefined } : answer);
