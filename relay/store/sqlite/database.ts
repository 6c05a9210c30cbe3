import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { type Migration, migrations } from './migrations.ts';
import type { Schema } from './schema.ts';

/** Builds queries; it never runs one. */
const kysely = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
export type Queries = typeof kysely;

/**
 * A value that is bound when the statement runs, in the order in which slots appear in the SQL. The sign changes nothing of
 * the value and keeps SQLite's planner from looking at it: in 3.54 a statement that joins or sorts and says `column = ?` is
 * otherwise parsed and planned anew at each run, because better-sqlite3 clears what was bound
 * (https://gitlab.com/cznic/sqlite/-/issues/264; measured, November 2026: 3 times the time of finding a session).
 */
export const slot = <T>(): RawBuilder<T> => sql<T>`+?`;

const UNSIGNED_SLOT = /(?<!\+)\?/;

/** All rows' values as the text of one JSON list, in this order: cheaper than an object for each row. */
export const jsonList = (value: RawBuilder<unknown>, order: string): RawBuilder<string> =>
  sql<string>`json_group_array(${value} order by ${sql.ref(order)})`;

/** A value that is part of the SQL. */
export const literal = <T extends string | number | null>(value: T): RawBuilder<T> => sql.lit(value);

export interface Statement<Row> {
  run(...values: readonly unknown[]): { readonly changes: number };
  get(...values: readonly unknown[]): Row | undefined;
  all(...values: readonly unknown[]): Row[];
}

export interface Connection {
  readonly queries: Queries;
  /** Compiles a query once; its slots are bound at each run. */
  prepare<Row>(query: Compilable<Row>): Statement<Row>;
  /** Runs in a transaction, or in a savepoint where one is open: what throws leaves nothing behind. */
  atomically<T>(work: () => T): T;
  /**
   * Copies what is there into a new file and puts that in place of the old one: what was removed is in neither of them,
   * nor in the write-ahead log. Takes as long as writing the database, and as much room again.
   */
  compact(): void;
  /** Writes the head of the file as it is. */
  rewriteHead(): void;
  close(): void;
}

/** How many migrations the file has had. */
export const schemaOf = (db: Database.Database): number => {
  const version = db.pragma('user_version', { simple: true });
  return typeof version === 'number' ? version : 0;
};

const migrate = (db: Database.Database, known: readonly Migration[]): void => {
  const done = schemaOf(db);
  if (done > known.length)
    throw new Error(
      `The data was written by a newer relay (schema ${done}, this one knows ${known.length}). ` +
        'Start that one again, or restore a backup from before it.',
    );
  known.slice(done).forEach((migration, index) => {
    db.transaction(() => {
      for (const step of migration(kysely)) db.exec(step.compile().sql);
      db.pragma(`user_version = ${done + index + 1}`);
    })();
  });
};

/** Opens or creates the file, brings its schema up to date and makes every commit reach the disk. */
export const connect = (file: string, known: readonly Migration[] = migrations): Connection => {
  const db = new Database(file);
  chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -4096');
  db.pragma('wal_autocheckpoint = 4000');
  migrate(db, known);
  const transaction = db.transaction((work: () => unknown) => work()) as <T>(work: () => T) => T;
  return {
    queries: kysely,
    prepare<Row>(query: Compilable<Row>): Statement<Row> {
      const { sql: text, parameters } = query.compile();
      if (parameters.length > 0) throw new Error(`a value was built into a prepared query: ${text}`);
      if (UNSIGNED_SLOT.test(text)) throw new Error(`a slot has no sign in a prepared query: ${text}`);
      return db.prepare<unknown[], Row>(text);
    },
    atomically: transaction,
    compact() {
      db.exec('vacuum');
      db.pragma('wal_checkpoint(truncate)');
    },
    rewriteHead: () => void db.pragma(`user_version = ${migrations.length}`),
    close: () => db.close(),
  };
};

/** Which refusal an error of SQLite means to the relay's clients. */
export const failureOf = (error: unknown): 'disk_full' | 'internal' =>
  error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(error.code)
    ? 'disk_full'
    : 'internal';
