import { expect, test } from 'vitest';
import type { History, OutboxEntry } from '#shared/client/ports.ts';
import { signedIn, twoContexts } from './open.ts';
import { ann, bo, cy, newest, received, ulid, withBo, withCy, written } from './people.ts';

const write = async (history: History, n: number, to = bo): Promise<OutboxEntry> => {
  const { message, entry } = written(n, to);
  await history.enqueue(message, entry);
  return entry;
};

const box = { prekey: 1, enc: 'AA==', ciphertext: 'AA==', signature: 'AA==' };
const sealed = { body: 'AAAA', sealed: [{ account: bo, device: '00000000-0000-4000-8000-0000000000d9', box }] };

test('what is written is in the timeline and in the outbox at once', async () => {
  const [history, other] = await twoContexts();
  const entry = await write(history, 1);
  expect(await other.outbox()).toEqual([entry]);
  expect((await other.items(withBo, newest(50))).items).toEqual([{ ...written(1).message, position: 1 }]);
  expect(await other.summaries()).toEqual([
    { conversation: withBo, person: bo, unread: 0, last: { ...written(1).message, position: 1 } },
  ]);
});

test('a draft is kept until it is in the outbox, and what has been typed since stays', async () => {
  const history = await signedIn();
  const { message, entry } = written(1);
  await history.saveDraft(withBo, ` ${message.text}\n`);
  await history.saveDraft(withCy, message.text);
  await history.enqueue(message, entry);
  expect(await history.draft(withBo)).toBe('');
  expect(await history.draft(withCy)).toBe(message.text);
  await history.saveDraft(withBo, 'half a thought');
  await write(history, 2);
  expect(await history.draft(withBo)).toBe('half a thought');
});

test('the outbox keeps the order of writing, whatever the ids', async () => {
  const history = await signedIn();
  const entries = [await write(history, 9), await write(history, 3), await write(history, 5)];
  expect(await history.outbox()).toEqual(entries);
});

test('queueing twice queues once, also after the tick', async () => {
  const [history, other] = await twoContexts();
  await write(history, 1);
  await write(other, 1);
  expect(await history.outbox()).toHaveLength(1);
  await history.markSent(ulid(1), 77, 77);
  await write(other, 1);
  expect(await history.outbox()).toEqual([]);
  expect((await history.items(withBo, newest(50))).items).toHaveLength(1);
});

test('boxes are kept for sending again, until they are stale', async () => {
  const [history, other] = await twoContexts();
  const entry = await write(history, 1);
  await history.saveSealed(ulid(1), sealed);
  expect(await other.outbox()).toEqual([{ ...entry, sealed }]);
  await history.saveSealed(ulid(1), undefined);
  expect(await other.outbox()).toEqual([entry]);
});

test("[MB1] the tick sets the relay's time, in the timeline and in the summary, and empties the outbox", async () => {
  const history = await signedIn();
  await write(history, 1);
  await history.markSent(ulid(1), 77, 77);
  const sent = { ...written(1).message, position: 1, at: 77, delivery: { state: 'sent' } };
  expect((await history.items(withBo, newest(50))).items).toEqual([sent]);
  expect((await history.summaries())[0]?.last).toEqual(sent);
  expect(await history.outbox()).toEqual([]);
});

test('a tick for a message that is not the last leaves the summary alone', async () => {
  const history = await signedIn();
  await write(history, 1);
  await history.store([received(2)], 1, ann);
  await history.markSent(ulid(1), 77, 77);
  expect((await history.summaries())[0]?.last?.id).toBe(ulid(2));
});

test('a refused message shows why, and can be queued again', async () => {
  const history = await signedIn();
  const entry = await write(history, 1);
  await history.markFailed(ulid(1), 'mailbox_full');
  expect(await history.outbox()).toEqual([{ ...entry, failed: 'mailbox_full' }]);
  expect((await history.summaries())[0]?.last).toMatchObject({ delivery: { state: 'failed', reason: 'mailbox_full' } });
  await history.requeue(ulid(1));
  expect(await history.outbox()).toEqual([entry]);
  // At the end: it is said after what was said meanwhile.
  expect((await history.items(withBo, newest(50))).items).toEqual([{ ...written(1).message, position: 2 }]);
});

test('nothing that is late changes a message that has its tick', async () => {
  const [history, other] = await twoContexts();
  await write(history, 1);
  await history.markSent(ulid(1), 77, 77);
  const before = await history.items(withBo, newest(50));
  await other.markFailed(ulid(1), 'offline');
  await other.requeue(ulid(1));
  await other.saveSealed(ulid(1), sealed);
  await other.discard(ulid(1));
  await other.markSent(ulid(1), 99, 99);
  expect(await history.items(withBo, newest(50))).toEqual(before);
  expect(await history.outbox()).toEqual([]);
});

test('a discarded message is gone, and the one before it is the last again', async () => {
  const history = await signedIn();
  await history.store([received(1), received(2, cy)], 2, ann);
  await write(history, 3);
  await history.markFailed(ulid(3), 'not_contact');
  await history.discard(ulid(3));
  expect((await history.items(withBo, newest(50))).items).toEqual([{ ...received(1), position: 1 }]);
  expect((await history.summaries()).find(({ person }) => person === bo)?.last?.id).toBe(ulid(1));
  expect(await history.outbox()).toEqual([]);
});

test('positions are not given out again after a discard', async () => {
  const history = await signedIn();
  await write(history, 1);
  await history.discard(ulid(1));
  expect(await history.summaries()).toEqual([{ conversation: withBo, person: bo, unread: 0 }]);
  await write(history, 2);
  expect((await history.items(withBo, newest(50))).items.map(({ position }) => position)).toEqual([2]);
});

test('acts on a message that nobody knows change nothing', async () => {
  const history = await signedIn();
  await history.markSent(ulid(1), 77, 77);
  await history.markFailed(ulid(1), 'offline');
  await history.requeue(ulid(1));
  await history.saveSealed(ulid(1), sealed);
  await history.discard(ulid(1));
  expect(await history.outbox()).toEqual([]);
  expect(await history.items(withCy, newest(50))).toEqual({ items: [], older: false, newer: false });
});
