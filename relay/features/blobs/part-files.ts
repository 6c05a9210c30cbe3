import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobId } from '#shared/protocol/blob.ts';
import { freeBytes } from '../../free-bytes.ts';
import { Refusal } from '../../http/refusal.ts';

/** Room that files leave to messages. */
const RESERVE_BYTES = 64 * 1024 * 1024;

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Parts as files, `<folder>/<blob>/<number>`. Knows nothing of people. */
export interface PartFiles {
  /** Whether so many bytes would leave room enough for everything else. */
  hasRoom(bytes: number): Promise<boolean>;
  /** Which parts are there, in order. */
  present(blob: BlobId): Promise<readonly number[]>;
  /**
   * Once this resolves the part is on the disk, all of it, or what was there before is, where nobody wants it any more by the
   * time it has come; where it rejects, nothing of it is.
   */
  write(
    blob: BlobId,
    part: number,
    bytes: number,
    body: AsyncIterable<Uint8Array>,
    isWanted: () => Promise<boolean>,
  ): Promise<void>;
  read(blob: BlobId, part: number): Promise<Uint8Array>;
  /** Makes what has been written survive a power cut together with its names. */
  settle(blob: BlobId): Promise<void>;
  /** What cannot be removed now is swept away at the next start. */
  remove(blob: BlobId): Promise<void>;
  /** Removes what belongs to none of these, and what was being written when the relay ended. */
  sweep(known: ReadonlySet<BlobId>): Promise<void>;
}

const isPart = (name: string): boolean => /^\d+$/.test(name);

export const createPartFiles = (
  folder: string,
  onError: (error: unknown) => void,
  free: (folder: string) => Promise<number> = freeBytes,
): PartFiles => {
  const of = (blob: BlobId): string => join(folder, blob);
  const list = async (path: string): Promise<readonly string[]> => {
    try {
      return await readdir(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  };

  const fill = async (path: string, bytes: number, body: AsyncIterable<Uint8Array>): Promise<void> => {
    const file = await open(path, 'wx', 0o600);
    try {
      let written = 0;
      for await (const chunk of body) {
        written += chunk.length;
        if (written > bytes) throw new Refusal('too_large', `body: this part has ${bytes} bytes`);
        await file.writeFile(chunk);
      }
      if (written < bytes) throw new Refusal('bad_request', `body: this part has ${bytes} bytes, not ${written}`);
      await file.datasync();
    } finally {
      await file.close();
    }
  };

  const remove = (blob: BlobId): Promise<void> => rm(of(blob), { recursive: true, force: true }).catch(onError);

  const hasRoom = async (bytes: number): Promise<boolean> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return (await free(folder)) > bytes + RESERVE_BYTES;
  };

  return {
    hasRoom,
    present: async (blob) =>
      (await list(of(blob)))
        .filter(isPart)
        .map(Number)
        .sort((a, b) => a - b),
    async write(blob, part, bytes, body, isWanted) {
      // Looked at for each: what others have begun meanwhile was not there when this file was.
      if (!(await hasRoom(bytes))) throw new Refusal('disk_full', 'nothing of this part was stored');
      const unfinished = join(of(blob), `${part}.${randomUUID()}`);
      try {
        await mkdir(of(blob), { recursive: true, mode: 0o700 });
        await fill(unfinished, bytes, body);
        if (await isWanted()) await rename(unfinished, join(of(blob), String(part)));
        else await rm(unfinished, { force: true });
      } catch (error) {
        await rm(unfinished, { force: true });
        throw FULL.has(codeOf(error)) ? new Refusal('disk_full', 'nothing of this part was stored') : error;
      }
    },
    async read(blob, part) {
      try {
        return await readFile(join(of(blob), String(part)));
      } catch (error) {
        // Between the look at the database and this one it was removed.
        if (codeOf(error) === 'ENOENT') throw new Refusal('not_found', 'no such part');
        throw error;
      }
    },
    async settle(blob) {
      for (const path of [of(blob), folder, dirname(folder)]) {
        const directory = await open(path);
        await directory.sync().finally(() => directory.close());
      }
    },
    remove,
    async sweep(known) {
      for (const name of await list(folder)) {
        if (!known.has(name)) await remove(name);
        else
          for (const file of await list(of(name))) if (!isPart(file)) await rm(join(of(name), file), { force: true });
      }
    },
  };
};
