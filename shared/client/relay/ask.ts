import { failed, type Outcome } from '#shared/core/reason.ts';
import { errorBody } from '#shared/protocol/errors.ts';
import { parseJson } from './parse.ts';

/** Longer than any answer takes, shorter than a person's patience. */
const TIMEOUT_MS = 15_000;

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly token?: string;
  /** Sent as JSON; bytes as they are. */
  readonly body?: unknown;
  /** Milliseconds; of an answer that brings or takes much. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

/** One request to the relay, its answer read by `read`. A refusal is its reason, silence is `offline`. */
export const ask = async <T>(
  relay: string,
  path: string,
  { method = 'GET', token, body, patience = TIMEOUT_MS, signal }: Call,
  read: (response: Response) => Promise<T>,
): Promise<Outcome<T>> => {
  const isBytes = body instanceof Uint8Array;
  const headers = new Headers();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('content-type', isBytes ? 'application/octet-stream' : 'application/json');
  const timeout = AbortSignal.timeout(patience);
  try {
    const response = await fetch(new URL(path, relay), {
      method,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body !== undefined && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    if (response.ok) return { ok: true, value: await read(response) };
    return failed(parseJson(errorBody, await response.text())?.error_code ?? 'not_a_relay');
  } catch {
    return failed(URL.canParse(path, relay) ? 'offline' : 'not_a_relay');
  }
};
