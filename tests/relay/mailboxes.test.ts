import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Connection, connect, literal, slot } from '../../relay/store/sqlite/database.ts';
import { mailboxes } from '../../relay/store/sqlite/mailboxes.ts';

const AT = 1_800_000_000_000;

test('[MB8] a mailbox without old mail is not read when old mail is forgotten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-mailboxes-'));
  const connection = connect(join(folder, 'tincan.db'));
  onTestFinished(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });
  const { queries } = connection;
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
  /** As after a start: nothing of them is in memory. */
  const boxes = () => {
    const fresh = mailboxes({ ...connection, prepare }, { items: 10, bytes: 1_000 });
    fresh.begin([]);
    return fresh;
  };
  const [old, young] = [1, 2];
  const addDevice = connection.prepare(
    queries.insertInto('cursors').values({ device: slot(), acknowledged: literal(0) }),
  );
  for (const device of [old, young]) addDevice.run(device);
  const first = boxes();
  first.put(old, AT - 1, 'call', 'before');
  first.put(young, AT, 'call', 'after');
  first.write();
  read.length = 0;

  const second = boxes();
  for (const device of second.devices()) second.forgetMail(device, AT);
  expect(new Set(read)).toEqual(new Set([old]));
  expect([old, young].map((device) => second.weigh(device).items)).toEqual([0, 1]);
});
