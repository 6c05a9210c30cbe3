import { failed, type Outcome } from '#shared/core/reason.ts';
import { type BlobFacts, type BlobId, blobBegun, blobFacts } from '#shared/protocol/blob.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { StoredSession } from '../ports.ts';
import { ask, type Call } from '../relay/ask.ts';
import { parseJson } from '../relay/parse.ts';

/** A part of 1 MiB over 128 kbit/s takes 65 s; the relay drops whoever is slower. */
const PART_PATIENCE_MS = 120_000;

type Caller = Pick<StoredSession, 'relay' | 'token'>;

/** The relay's side of files. Knows nothing of what is in them. */
export interface BlobApi {
  /** `size` in bytes of ciphertext. */
  begin(caller: Caller, to: AccountId, size: number): Promise<Outcome<BlobId>>;
  facts(caller: Caller, blob: BlobId): Promise<Outcome<BlobFacts>>;
  write(
    caller: Caller,
    blob: BlobId,
    part: number,
    bytes: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<Outcome>;
  read(caller: Caller, blob: BlobId, part: number, signal: AbortSignal): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** This device has it. */
  taken(caller: Caller, blob: BlobId): Promise<Outcome>;
  remove(caller: Caller, blob: BlobId): Promise<Outcome>;
}

const text = (response: Response): Promise<string> => response.text();
const bytes = async (response: Response): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await response.arrayBuffer());

export const httpBlobs = (): BlobApi => {
  const call = async ({ relay, token }: Caller, path: string, more: Call): Promise<Outcome<string>> =>
    ask(relay, `/api/blobs${path}`, { token, ...more }, text);
  const act = async (caller: Caller, path: string, more: Call): Promise<Outcome> => {
    const answer = await call(caller, path, more);
    return answer.ok ? { ok: true, value: undefined } : answer;
  };
  // What a sender wrote into a message must not lead anywhere else.
  const at = (blob: BlobId): string => `/${encodeURIComponent(blob)}`;

  return {
    async begin(caller, to, size) {
      const answer = await call(caller, '', { method: 'POST', body: { size, to } });
      if (!answer.ok) return answer;
      const begun = parseJson(blobBegun, answer.value);
      return begun ? { ok: true, value: begun.blob } : failed('not_a_relay');
    },
    async facts(caller, blob) {
      const answer = await call(caller, at(blob), {});
      if (!answer.ok) return answer;
      const value = parseJson(blobFacts, answer.value);
      return value ? { ok: true, value } : failed('not_a_relay');
    },
    write: (caller, blob, part, body, signal) =>
      act(caller, `${at(blob)}/parts/${part}`, { method: 'PUT', body, signal, patience: PART_PATIENCE_MS }),
    read: ({ relay, token }, blob, part, signal) =>
      ask(relay, `/api/blobs${at(blob)}/parts/${part}`, { token, signal, patience: PART_PATIENCE_MS }, bytes),
    taken: (caller, blob) => act(caller, `${at(blob)}/taken`, { method: 'POST' }),
    remove: (caller, blob) => act(caller, at(blob), { method: 'DELETE' }),
  };
};
