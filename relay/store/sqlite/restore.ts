import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { settle } from '../../settle.ts';
import { BACKUP_ID, DATABASE, isName } from './back-up.ts';
import { type Connection, connect, literal, schemaOf } from './database.ts';
import { migrations } from './migrations.ts';
import { renumber } from './renumber.ts';

interface ArchivedFile {
  readonly name: string;
  readonly data: Buffer;
}

const damaged = (file: string): string => `${file} is damaged; take an earlier backup`;

/** SQLite's first bytes, and where it keeps an application's own number (sqlite.org/fileformat.html). */
const MAGIC = 'SQLite format 3\0';
const ID_AT = 68;

const isBackup = (file: string): boolean => {
  const header = Buffer.alloc(ID_AT + 4);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, header);
  closeSync(descriptor);
  return header.toString('latin1', 0, MAGIC.length) === MAGIC && header.readUInt32BE(ID_AT) === BACKUP_ID;
};

/** Throws in words unless this is a whole backup that this relay understands. */
const openBackup = (file: string): Database.Database => {
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  if (!statSync(file).isFile() || !isBackup(file)) throw new Error(`${file} is not a backup of a relay`);
  const backup = new Database(file, { readonly: true });
  try {
    const schema = schemaOf(backup);
    if (schema > migrations.length)
      throw new Error(
        `${file} was written by a newer relay (schema ${schema}, this one knows ${migrations.length}); restore it with that one`,
      );
    if (backup.pragma('integrity_check', { simple: true }) !== 'ok') throw new Error(damaged(file));
  } catch (error) {
    backup.close();
    throw error instanceof Database.SqliteError ? new Error(damaged(file)) : error;
  }
  return backup;
};

/** Whether another process has the database open. */
const isInUse = (file: string): boolean => {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return false;
  } catch (error) {
    return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
  } finally {
    database.close();
  }
};

const refuseToReplace = (dataDir: string): void => {
  const file = join(dataDir, DATABASE);
  if (!existsSync(file)) return;
  throw new Error(
    isInUse(file)
      ? `A relay is running on ${dataDir} (DATA_DIR). Stop it, and move what is there away`
      : `${dataDir} (DATA_DIR) holds a relay's data already. Move it away, or restore to another folder`,
  );
};

const writeFiles = (files: Iterable<ArchivedFile>, dataDir: string): void => {
  const folders = new Set<string>();
  for (const { name, data } of files) {
    if (!isName(name)) throw new Error(`The backup has a file of the name "${name}", which no relay writes`);
    const path = join(dataDir, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, data, { mode: 0o600 });
    settle(path);
    folders.add(dirname(path));
  }
  for (const folder of folders) settle(folder);
};

/** Their devices have others since: these are the only ones that this relay knows (SE9). */
const letTokensLive = ({ queries, prepare }: Connection): void =>
  void prepare(queries.updateTable('devices').set({ token_ends_at: literal(null) })).run();

/**
 * Brings what {@link backUp} wrote into `dataDir`, which may be there but holds no relay's data yet. The database gets its name
 * last: where this is broken off, it can be done again. Throws in words for whoever asked, and has changed nothing then.
 */
export const restore = (file: string, dataDir: string, now: number): void => {
  const backup = openBackup(file);
  refuseToReplace(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  writeFiles(backup.prepare<[], ArchivedFile>('SELECT name, data FROM sqlar').iterate(), dataDir);
  backup.close();

  const partial = join(dataDir, `${DATABASE}.partial`);
  for (const end of ['', '-wal', '-shm']) rmSync(partial + end, { force: true });
  copyFileSync(file, partial);
  chmodSync(partial, 0o600);
  const database = new Database(partial);
  database.exec('DROP TABLE sqlar');
  database.pragma('application_id = 0');
  database.exec('VACUUM');
  database.close();
  const connection = connect(partial);
  connection.atomically(() => {
    renumber(connection, now);
    letTokensLive(connection);
  });
  connection.close();
  settle(partial);
  renameSync(partial, join(dataDir, DATABASE));
  settle(dataDir);
};
