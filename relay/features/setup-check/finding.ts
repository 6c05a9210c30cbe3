import type { CheckId, CheckState, Finding, FoundCode } from '#shared/protocol/setup-check.ts';

export type Details = Pick<Finding, 'about' | 'said' | 'amount'>;

const which =
  (state: CheckState) =>
  (id: CheckId, found: FoundCode, details: Details = {}): Finding => ({ id, state, found, ...details });

export const ok = which('ok');
export const warning = which('warning');
export const failed = which('failed');
export const skipped = which('skipped');

/** What an error says in a few words: its code where it has one, such as `ECONNREFUSED`. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // Of an address that has several, each with an error of its own.
  if (error instanceof AggregateError && error.message === '') return wordsOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
};
