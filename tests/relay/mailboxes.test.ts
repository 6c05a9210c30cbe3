import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Connection, connect, literal, slot } from '../../relay/store/sqlite/database.ts';
import { mailboxes } from '../../relay/store/sqlite/mailboxes.ts';

const AT = 1_800_000_000_000;

/** Mailboxes of a new database with these devices, as after a start, and which of them were read since. */
const mailboxesOf = (...devices: readonly number[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-mailboxes-'));
  const connection = connect(join(folder, 'tincan.db'));
  onTestFinished(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });
  const { queries } = connection;
  const addDevice = connection.prepare(
    queries.insertInto('cursors').values({ device: slot(), acknowledged: literal(0) }),
  );
  for (const device of devices) addDevice.run(device);
  const read: unknown[] = [];
  const prepare: Connection['prepare'] = (query) => {
    const statement = connection.prepare(query);
    const isOfSizes = query.compile().sql.includes('length(');
    return {
      run: (...values) => statement.run(...values),
      get: (...values) => statement.get(...values),
      all(...values) {
        if (isOfSizes) read.push(...values);
        return statement.all(...values);
      },
    };
  };
  const start = () => {
    read.length = 0;
    const boxes = mailboxes({ ...connection, prepare }, { items: 10, bytes: 1_000 });
    boxes.begin([]);
    return boxes;
  };
  return { start, read };
};

test('[MB8] a mailbox without old mail is not read when old mail is forgotten', () => {
  const [old, young] = [1, 2];
  const { start, read } = mailboxesOf(old, young);
  const before = start();
  before.put(old, AT - 1, 'call', 'before');
  before.put(young, AT, 'call', 'after');
  before.write();

  const after = start();
  for (const device of after.devices()) after.forgetMail(device, AT);
  expect(new Set(read)).toEqual(new Set([old]));
  expect([old, young].map((device) => after.weigh(device).items)).toEqual([0, 1]);
});

test('a mailbox is read once, however often somebody asks what waits there', () => {
  const { start, read } = mailboxesOf(1);
  const before = start();
  before.put(1, AT, 'call', 'mail');
  before.write();

  const after = start();
  expect([after.weigh(1), after.weigh(1)]).toEqual([
    { items: 1, bytes: 4 },
    { items: 1, bytes: 4 },
  ]);
  expect(read).toEqual([1]);
});
