import type { BlobApi } from '#shared/client/files/blob-api.ts';
import { failed } from '#shared/core/reason.ts';
import { PART_BYTES } from '#shared/protocol/blob.ts';

interface Held {
  readonly size: number;
  readonly parts: Map<number, Uint8Array<ArrayBuffer>>;
}

/** The relay's side of files, for whoever asks. */
export interface ModelBlobs extends BlobApi {
  readonly held: Map<string, Held>;
  /** What clients have said of blobs, in order. */
  readonly told: (readonly ['taken' | 'removed', string])[];
}

export const createModelBlobs = (): ModelBlobs => {
  const held = new Map<string, Held>();
  const told: (readonly ['taken' | 'removed', string])[] = [];
  let blobs = 0;
  const done = { ok: true, value: undefined } as const;
  return {
    held,
    told,
    begin: async (_, __, size) => {
      blobs += 1;
      const blob = blobs.toString(16).padStart(32, '0');
      held.set(blob, { size, parts: new Map() });
      return { ok: true, value: blob };
    },
    facts: async (_, blob) => {
      const found = held.get(blob);
      if (!found) return failed('not_found');
      const parts = [...found.parts.keys()].sort((a, b) => a - b);
      const complete = parts.length === Math.ceil(found.size / PART_BYTES);
      return { ok: true, value: { size: found.size, part_bytes: PART_BYTES, parts, complete } };
    },
    write: async (_, blob, part, bytes) => {
      const found = held.get(blob);
      if (!found) return failed('not_found');
      found.parts.set(part, bytes);
      return done;
    },
    read: async (_, blob, part) => {
      const bytes = held.get(blob)?.parts.get(part);
      return bytes ? { ok: true, value: bytes } : failed('not_found');
    },
    taken: async (_, blob) => {
      told.push(['taken', blob]);
      return done;
    },
    remove: async (_, blob) => {
      told.push(['removed', blob]);
      held.delete(blob);
      return done;
    },
  };
};
