import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { migrations } from '#shared/client/history/schema.ts';
import { newName, openHistory } from './open.ts';
import { bo, ulid, withBo, written } from './people.ts';

test('what was waiting to be sent in the first version is still sent, in its order', async () => {
  const name = newName();
  const first = await openDB(name, 1, {
    upgrade: (db, _, __, transaction) =>
      migrations[0]?.(...([db, transaction] as unknown as Parameters<(typeof migrations)[number]>)),
  });
  const row = (n: number, position: number) => ({
    entry: { message: ulid(n), conversation: withBo, to: bo, text: `message ${n}` },
    item: `item ${n}`,
    position,
  });
  for (const entry of [row(2, 1), row(1, 2)]) await first.put('outbox', entry);
  first.close();

  const history = openHistory(name);
  expect(await history.outbox()).toMatchObject([
    { message: ulid(2), content: { type: 'text', text: 'message 2' } },
    { message: ulid(1), content: { type: 'text', text: 'message 1' } },
  ]);
  expect((await history.outbox())[0]).not.toHaveProperty('text');
  expect(await history.oneTimeKeys()).toBe(0);
  const { message, entry } = written(3);
  await history.enqueue(message, entry);
  expect((await history.outbox()).at(-1)).toEqual(entry);
});
