import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, connect, slot } from '../../relay/store/sqlite/database.ts';

let folder: string;
let connection: Connection;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tincan-'));
  connection = connect(join(folder, 'tincan.db'));
});
afterAll(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

test('a slot takes a value of any kind as it is', () => {
  const values = [7, 0.5, 'ann', '007', null, Buffer.from('bytes')];
  const echo = connection.prepare<{ value: unknown; kind: string }>(
    connection.queries.selectNoFrom([slot<unknown>().as('value'), sql<string>`typeof(${slot()})`.as('kind')]),
  );
  const rows = values.map((value) => echo.get(value, value));
  expect(rows.map((row) => row?.value)).toEqual(values);
  expect(rows.map((row) => row?.kind)).toEqual(['real', 'real', 'text', 'text', 'null', 'blob']);
});

test('a slot that SQLite’s planner would look at is not prepared', () => {
  const { queries, prepare } = connection;
  const query = queries.selectFrom('cursors').select('acknowledged').where('device', '=', sql<number>`?`);
  expect(() => prepare(query)).toThrow('a slot has no sign');
});
