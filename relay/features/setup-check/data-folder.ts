import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { LOST_AND_FOUND } from '../../lost-and-found.ts';
import { failed, ok, skipped, warning, wordsOf } from './finding.ts';

const MIB = 1024 ** 2;
/** Some ten of the largest files that people may send (`BLOB_MAX_MIB`). */
const LITTLE_BYTES = 1024 * MIB;
/** The database's log alone grows to tens of MiB between two checkpoints. */
const FULL_BYTES = 100 * MIB;

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The nearest folder that is there: where the data will be before the first start. */
const nearest = async (path: string): Promise<string> => ((await isThere(path)) ? path : nearest(dirname(path)));

const mayWrite = (path: string): Promise<boolean> =>
  access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );

const OTHERS = 0o077;

/** What is in the folder and in those right below it, where keys and certificates are. */
const inside = async (folder: string, depth = 1): Promise<readonly string[]> => {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => name !== LOST_AND_FOUND);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() && depth > 0 ? [path, ...(await inside(path, depth - 1))] : [path];
    }),
  );
  return found.flat();
};

/** Whether what is kept is for the relay's user alone: 0700 and 0600. */
export const checkFolder = async (dataDir: string): Promise<Finding> => {
  const folder = resolve(dataDir);
  if (!(await isThere(folder))) {
    const above = await nearest(folder);
    return (await mayWrite(above))
      ? skipped('data-folder', 'folder-missing', { about: folder })
      : failed('data-folder', 'folder-locked', { about: above });
  }
  if (!(await mayWrite(folder))) return failed('data-folder', 'folder-locked', { about: folder });
  for (const path of [folder, ...(await inside(folder))]) {
    // A file may be gone by now: SQLite's come and go.
    const mode = await stat(path).then(
      (found) => found.mode & 0o777,
      () => 0,
    );
    if ((mode & OTHERS) !== 0)
      return failed('data-folder', 'folder-open', { about: path, said: `0${mode.toString(8)}` });
  }
  return ok('data-folder', 'folder-private', { about: folder });
};

export interface Room {
  /** For a user who is not root. */
  readonly bytes: number;
  /** Files that can still be made. Some file systems have no limit and say 0 of 0. */
  readonly files: number;
}

const roomAt = async (path: string): Promise<Room> => {
  const { bavail, bsize, files, ffree } = await statfs(path);
  return { bytes: bavail * bsize, files: files === 0 ? Number.POSITIVE_INFINITY : ffree };
};

/** Whether there is room for messages and files. `look` tells it of a folder. */
export const checkDisk = async (dataDir: string, look = roomAt): Promise<Finding> => {
  const { bytes, files } = await look(await nearest(resolve(dataDir)));
  const room = { amount: bytes };
  if (bytes < FULL_BYTES || files < 100) return failed('disk', 'disk-full', room);
  return bytes < LITTLE_BYTES ? warning('disk', 'disk-little', room) : ok('disk', 'disk-room', room);
};

/** Whether what is written gets to the disk. `write` resolves when it has. */
export const checkDatabase = async (write: () => Promise<unknown>): Promise<Finding> => {
  const before = performance.now();
  try {
    await write();
    return ok('database', 'database-writes', { amount: performance.now() - before });
  } catch (error) {
    return failed('database', 'database-fails', { said: wordsOf(error) });
  }
};
