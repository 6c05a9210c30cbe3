import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import Database from 'better-sqlite3';
import { PART_BYTES } from '#shared/protocol/blob.ts';
import { LOST_AND_FOUND } from '../../lost-and-found.ts';
import { settle } from '../../settle.ts';

/** Says in the file's header that it is a backup of a relay: "Tinc" in ASCII. */
export const BACKUP_ID = 0x54696e63;
export const DATABASE = 'tincan.db';
const BLOBS = 'blobs';
/** What is in the backup already, what is copied with the rows it belongs to, a token that is good for an hour, and what is root's. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  DATABASE,
  `${DATABASE}-wal`,
  `${DATABASE}-shm`,
  BLOBS,
  'admin-claim',
  LOST_AND_FOUND,
]);

/** A file's way below `DATA_DIR`: what its host may keep there too, and nothing that leads out of it, on any system. */
const NAME = /^(?!\.\.?(\/|$))[^\\/:\p{Cc}]+(\/(?!\.\.?(\/|$))[^\\/:\p{Cc}]+)*$/u;
export const isName = (name: string): boolean => NAME.test(name);

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() ? [path] : [];
  });

/** Where the backup goes: a new file of this name, or one named after the time in this folder. */
const placeOf = (target: string, dataDir: string, now: number): string => {
  const name = `tincan-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}.backup`;
  const place = resolve(existsSync(target) && statSync(target).isDirectory() ? join(target, name) : target);
  if (existsSync(place)) throw new Error(`${place} is there already; a backup needs a name of its own`);
  if (!existsSync(dirname(place))) throw new Error(`There is no folder ${dirname(place)}`);
  if (place.startsWith(resolve(dataDir) + sep))
    throw new Error(`${place} is inside DATA_DIR; choose a place outside of it`);
  return place;
};

/** Throws in words where this database is not there. */
export const requireData = (file: string): void => {
  if (!existsSync(file)) throw new Error(`There is no relay's data in ${dirname(resolve(file))} (DATA_DIR)`);
};

const openSource = (file: string): Database.Database => {
  requireData(file);
  return new Database(file, { readonly: true });
};

/** The parts of a blob, `undefined` where one is missing: everybody has fetched it since the database was copied. */
const partsOf = (folder: string, size: number): readonly Buffer[] | undefined => {
  try {
    return Array.from({ length: Math.ceil(size / PART_BYTES) }, (_, part) => readFileSync(join(folder, String(part))));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Puts the other files of `dataDir` into the copy of its database, as SQLite's own archives keep them (`sqlite3 -A`). */
const addFiles = (copy: Database.Database, dataDir: string): void => {
  copy.exec('CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)');
  const insert = copy.prepare('INSERT INTO sqlar VALUES (?, 384, 0, ?, ?)'); // 0600; as long as its data: not compressed
  const add = (path: string, data: Buffer): void => {
    const name = path.split(sep).join('/');
    if (isName(name)) insert.run(name, data.length, data); // one that is not could never be restored, nor what is with it
  };

  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    if (NOT_COPIED.has(entry.name)) continue;
    const path = join(dataDir, entry.name);
    const files = entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : [];
    for (const file of files) add(relative(dataDir, file), readFileSync(file));
  }
  const hasBlobs = copy.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'blobs'").get() !== undefined;
  if (!hasBlobs) return; // a schema from before there were any
  const rows = copy.prepare<[], { id: string; size: number }>(
    'SELECT id, size FROM blobs WHERE completed_at IS NOT NULL',
  );
  const forget = copy.prepare('DELETE FROM blobs WHERE id = ?');
  for (const { id, size } of rows.all()) {
    const parts = partsOf(join(dataDir, BLOBS, id), size);
    if (parts) for (const [part, bytes] of parts.entries()) add(join(BLOBS, id, String(part)), bytes);
    else forget.run(id);
  }
};

/**
 * Writes all that a relay keeps in `dataDir` into one new file, while it runs. The database is copied by `VACUUM INTO`: one
 * read transaction, so that it is of one moment and nobody who writes waits for it. (SQLite's online backup begins again
 * whenever another process writes, and copies free pages too, with what was deleted.) Files come after it, so that each that
 * it tells of is there. What is still being uploaded is left out; its sender's device sends it again.
 * Gives the file; throws in words for whoever asked.
 */
export const backUp = (dataDir: string, target: string, now: number): string => {
  const place = placeOf(target, dataDir, now);
  const partial = `${place}.partial`;
  rmSync(partial, { force: true });
  try {
    const source = openSource(join(dataDir, DATABASE));
    closeSync(openSync(partial, 'wx', 0o600));
    source.prepare('VACUUM INTO ?').run(partial);
    source.close();
    const copy = new Database(partial);
    copy.pragma('journal_mode = MEMORY');
    copy.pragma('synchronous = OFF'); // it has no name yet, and is settled before it gets one
    copy.pragma('foreign_keys = ON');
    copy.transaction(() => addFiles(copy, dataDir))();
    copy.pragma(`application_id = ${BACKUP_ID}`);
    copy.close();
    settle(partial);
    renameSync(partial, place);
    settle(dirname(place));
  } finally {
    rmSync(partial, { force: true });
  }
  return place;
};
