import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../relay/store/sqlite/database.ts';
import { migrations } from '../../relay/store/sqlite/migrations.ts';
import { openStore } from '../../relay/store/sqlite/open-store.ts';
import { startRelay } from './start-relay.ts';

type Row = Readonly<Record<string, unknown>>;

interface Column {
  readonly name: string;
  readonly type: string;
}

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'tincan-upgrade-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
};

const within = <T>(dataDir: string, work: (database: Database.Database) => T): T => {
  const database = new Database(join(dataDir, 'tincan.db'));
  database.pragma('foreign_keys = ON');
  const result = work(database);
  database.close();
  return result;
};

const tablesOf = (database: Database.Database): readonly string[] =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
    .pluck()
    .all() as string[];

/** Every number is 1, so that rows point to each other. In `arrivals` is one item, at the place behind what is acknowledged. */
const columnValue = (table: string, { name, type }: Column): unknown => {
  if (type === 'INTEGER') return 1;
  if (table === 'arrivals') return type === 'BLOB' ? Buffer.from(new Float64Array([1, 2, 1, 0, 4]).buffer) : 'body';
  if (type === 'BLOB') return Buffer.from(`${table}.${name}`);
  if (name === 'room') return 'rooms.code';
  return name === 'blob' ? 'blobs.id' : `${table}.${name}`;
};

/** One row in each table of a relay of that time. */
const fill = (database: Database.Database): ReadonlyMap<string, Row> =>
  new Map(
    tablesOf(database).map((table) => {
      const columns = database.pragma(`table_info(${table})`) as Column[];
      const values = columns.map((column) => columnValue(table, column));
      database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
      return [table, database.prepare(`SELECT * FROM ${table}`).get() as Row];
    }),
  );

/** Where people first chose how long they are rung: rows from before have chosen nothing. */
const ringTimes = migrations.findIndex(({ name }) => name === 'ringTimes');

/** What later schemas did without. */
const DROPPED: ReadonlySet<string> = new Set(['accounts.identity_key', 'devices.certificate']);

describe('data of an earlier relay', () => {
  test.each(migrations.map((_, index) => index + 1))(
    'schema %i is brought up to date, and every row kept',
    async (schema) => {
      const dataDir = folder();
      connect(join(dataDir, 'tincan.db'), migrations.slice(0, schema)).close();
      const before = within(dataDir, fill);
      expect(before.size).toBeGreaterThanOrEqual(8);

      const store = await openStore(dataDir);
      expect(await store.person('accounts.uid')).toMatchObject({
        row: 1,
        login: 'accounts.login',
        findable: true,
        ringSeconds: schema > ringTimes ? 1 : null,
        devices: [{ row: 1 }],
      });
      await store.close();

      within(dataDir, (database) => {
        expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
        expect(database.pragma('foreign_key_check')).toEqual([]);
        for (const [table, row] of before) {
          const kept = Object.entries(row).filter(([column]) => !DROPPED.has(`${table}.${column}`));
          expect(database.prepare(`SELECT * FROM ${table}`).all(), table).toMatchObject([Object.fromEntries(kept)]);
        }
      });
    },
  );

  test('[RO4] whoever was blocked is shown from then on what they would be shown now', async () => {
    const dataDir = folder();
    const blocks = migrations.findIndex(({ name }) => name === 'blocks');
    connect(join(dataDir, 'tincan.db'), migrations.slice(0, blocks)).close();
    within(dataDir, (database) => {
      database.exec(`
        insert into accounts (id, uid, login, skeleton, password, role, created_at) values
          (1, 'ann', 'ann', 'ann', '', 'person', 0), (2, 'bo', 'bo', 'bo', '', 'person', 0);
        insert into devices (id, uid, account, device_name, signing_key, prekey_id, prekey, prekey_signature,
          token_hash, created_at, last_used_at, listed) values
          (1, 'phone', 1, '', 'signing', 7, 'key', 'signature', x'01', 0, 0, 1),
          (2, 'ghost', 1, '', 'signing', 8, 'key', 'signature', x'02', 0, 0, 0);
        insert into device_lists values (1, 1, 'text', 'signature');
        insert into relations values (1, 2, 'blocked', 0), (2, 1, 'contact', 0);`);
    });
    const store = await openStore(dataDir);
    const prekey = { id: 7, key: 'key', signature: 'signature' };
    const devices = [{ account: 'ann', device: 'phone', signing_key: 'signing', prekey }];
    expect(await store.person('ann')).toMatchObject({
      others: [{ other: 2, relation: 'blocked', shown: { devices, list: { text: 'text', signature: 'signature' } } }],
    });
    await store.close();
  });

  test('a migration that fails leaves the schema before it', () => {
    const file = join(folder(), 'tincan.db');
    connect(file).close();
    const broken = [
      ...migrations,
      ({ schema }: Parameters<(typeof migrations)[number]>[0]) => [
        schema.createTable('half').addColumn('id', 'integer'),
        schema.createTable('accounts').addColumn('id', 'integer'),
      ],
    ];
    expect(() => connect(file, broken)).toThrow('accounts');
    connect(file).close();
    const database = new Database(file);
    expect(tablesOf(database)).not.toContain('half');
    database.close();
  });
});

test('data of a newer relay is left alone, and what to do is said', async () => {
  const dataDir = folder();
  connect(join(dataDir, 'tincan.db')).close();
  within(dataDir, (database) => database.pragma('user_version = 1000'));
  await expect(startRelay({ dataDir })).rejects.toThrow(
    `Tincan cannot start:\nThe data was written by a newer relay (schema 1000, this one knows ${migrations.length}). ` +
      'Start that one again, or restore a backup from before it.\n',
  );
  expect(within(dataDir, (database) => database.pragma('user_version', { simple: true }))).toBe(1000);
});
