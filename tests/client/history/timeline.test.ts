import { describe, expect, test } from 'vitest';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Part } from '#shared/core/chat/window.ts';
import { signedIn, twoContexts } from './open.ts';
import { ann, bo, called, cy, echoed, newest, received, ulid, withBo, withCy, written } from './people.ts';

const range = (from: number, through: number) => Array.from({ length: through - from + 1 }, (_, i) => from + i);

describe('what the mailbox brings', () => {
  test('is placed in the order of arrival, in each conversation', async () => {
    const history = await signedIn();
    const changed = await history.store([received(9), received(8, cy), received(7), called(6)], 4, ann);
    expect([...changed].sort()).toEqual([withBo, withCy].sort());
    const { items } = await history.items(withBo, newest(50));
    expect(items.map(({ position, at }) => [position, at])).toEqual([
      [1, 1009],
      [2, 1007],
      [3, 1006],
    ]);
    expect(items[0]).toEqual({ ...received(9), position: 1 });
  });

  test('moves the cursor with it', async () => {
    const history = await signedIn();
    await history.store([received(1)], 5, ann);
    expect(await history.cursor()).toBe(5);
    expect(await history.store([], 6, ann), 'an item that could not be opened').toEqual([]);
    expect(await history.cursor()).toBe(6);
  });

  test('[MB5] changes nothing when it comes again, and the cursor never goes back', async () => {
    const [history, other] = await twoContexts();
    const items = [received(1), called(2), received(3, cy)];
    await history.store(items, 3, ann);
    const before = [await history.items(withBo, newest(50)), await history.summaries()];
    expect(await other.store(items.slice(0, 2), 2, ann)).toEqual([]);
    expect([await history.items(withBo, newest(50)), await history.summaries()]).toEqual(before);
    expect(await history.cursor()).toBe(3);
  });

  test('counts once although it stands in one delivery twice', async () => {
    const history = await signedIn();
    await history.store([received(1), called(2), received(1), called(2)], 4, ann);
    expect((await history.items(withBo, newest(50))).items).toHaveLength(2);
    expect((await history.summaries())[0]?.unread).toBe(2);
  });

  test("under another's message id keeps nobody's message out", async () => {
    const history = await signedIn();
    await history.store([received(1, cy)], 1, ann);
    await history.store([received(1, bo)], 2, ann);
    expect((await history.items(withBo, newest(50))).items).toHaveLength(1);
    expect((await history.items(withCy, newest(50))).items).toHaveLength(1);
  });
});

describe("one's own message that comes back", () => {
  test('from another device of one’s own is new here, sent and read', async () => {
    const history = await signedIn();
    expect(await history.store([echoed(1)], 1, ann)).toEqual([withBo]);
    expect((await history.items(withBo, newest(50))).items).toEqual([{ ...echoed(1), position: 1 }]);
    expect((await history.summaries())[0]).toMatchObject({ person: bo, unread: 0 });
  });

  test.each(['queued', 'failed'])('ticks the %s one in its place', async (state) => {
    const history = await signedIn();
    const { message, entry } = written(1);
    await history.enqueue(message, entry);
    if (state === 'failed') await history.markFailed(message.id, 'mailbox_full');
    expect(await history.store([received(2), echoed(1)], 2, ann)).toEqual([withBo]);
    expect((await history.items(withBo, newest(50))).items).toEqual([
      { ...echoed(1), position: 1 },
      { ...received(2), position: 2 },
    ]);
    expect(await history.outbox()).toEqual([]);
  });

  test('cannot be ticked by someone else', async () => {
    const history = await signedIn();
    const { message, entry } = written(1);
    await history.enqueue(message, entry);
    await history.store([{ ...echoed(1), author: bo }], 1, ann);
    expect(await history.outbox()).toEqual([entry]);
  });
});

describe('reading', () => {
  test('starts at the newest and goes back page by page', async () => {
    const history = await signedIn();
    await history.store(
      range(1, 25).flatMap((n) => [received(n), received(n, cy)]),
      50,
      ann,
    );
    const read = async (part: Part) => {
      const { items, older, newer } = await history.items(withBo, part);
      return { positions: items.map(({ position }) => position), older, newer };
    };
    expect(await read(newest(10))).toEqual({ positions: range(16, 25), older: true, newer: false });
    expect(await read({ at: 'before', position: 16, limit: 10 })).toEqual({
      positions: range(6, 15),
      older: true,
      newer: true,
    });
    expect(await read({ at: 'before', position: 6, limit: 5 })).toMatchObject({ positions: range(1, 5), older: false });
    expect(await read({ at: 'before', position: 1, limit: 5 })).toMatchObject({ positions: [], older: false });
    expect(await read(newest(25))).toMatchObject({ positions: range(1, 25), older: false });
    expect(await read({ at: 'after', position: 15, limit: 5 })).toMatchObject({
      positions: range(16, 20),
      newer: true,
    });
    expect(await read({ at: 'after', position: 20, limit: 5 })).toMatchObject({
      positions: range(21, 25),
      newer: false,
    });
    expect(await read({ at: 'again', from: 16, limit: 20 })).toEqual({
      positions: range(16, 25),
      older: true,
      newer: false,
    });
  });

  test('goes to one item with those around it, or to the end where it is gone', async () => {
    const history = await signedIn();
    await history.store(
      range(1, 25).map((n) => received(n)),
      25,
      ann,
    );
    const around = async (item: string, limit: number) => {
      const { items, older, newer } = await history.items(withBo, { at: 'around', item, limit });
      return { positions: items.map(({ position }) => position), older, newer };
    };
    expect(await around(itemKey(received(12)), 6)).toEqual({ positions: range(9, 14), older: true, newer: true });
    expect(await around(itemKey(received(1)), 6)).toEqual({ positions: range(1, 3), older: false, newer: true });
    expect(await around(itemKey(received(25)), 6)).toEqual({ positions: range(22, 25), older: true, newer: false });
    expect(await around(itemKey(received(1, cy)), 6)).toEqual({ positions: range(20, 25), older: true, newer: false });
  });

  test('steps over the gaps that discarded messages leave', async () => {
    const history = await signedIn();
    for (const n of range(1, 40)) {
      const { message, entry } = written(n);
      await history.enqueue(message, entry);
    }
    for (const n of range(6, 38)) await history.discard(ulid(n));
    const page = await history.items(withBo, newest(5));
    expect(page.items.map(({ position }) => position)).toEqual([3, 4, 5, 39, 40]);
    expect(page.older).toBe(true);
    const before = await history.items(withBo, { at: 'before', position: 39, limit: 5 });
    expect(before.items.map(({ position }) => position)).toEqual(range(1, 5));
    expect(before.older).toBe(false);
  });

  test('a summary has the last item and what is unread: messages of others and missed calls', async () => {
    const history = await signedIn();
    await history.store(
      [
        received(1),
        called(2),
        called(3, bo, { outcome: 'answered', seconds: 5 }),
        called(4, bo, { direction: 'outgoing', outcome: 'no-answer' }),
        echoed(5),
        received(6, cy),
      ],
      6,
      ann,
    );
    const summaries = await history.summaries();
    expect(summaries).toHaveLength(2);
    expect(summaries).toContainEqual({
      conversation: withBo,
      person: bo,
      unread: 2,
      seen: 0,
      last: { ...echoed(5), position: 5 },
    });
    expect(summaries).toContainEqual({
      conversation: withCy,
      person: cy,
      unread: 1,
      seen: 0,
      last: { ...received(6, cy), position: 1 },
    });
  });

  test('what has been seen is no longer unread, and what comes later is', async () => {
    const [history, other] = await twoContexts();
    await history.store([received(1), received(2)], 2, ann);
    await other.markRead(withBo);
    await other.markRead(withCy);
    expect((await history.summaries()).map(({ unread }) => unread)).toEqual([0]);
    await history.store([received(3)], 3, ann);
    expect((await other.summaries()).map(({ unread }) => unread)).toEqual([1]);
  });
});

test('two contexts that store overlapping deliveries at once neither double nor lose', async () => {
  const [one, two] = await twoContexts();
  const mailbox = range(1, 60).map((n) => (n % 7 === 0 ? called(n) : received(n, n % 2 ? bo : cy)));
  const deliver = async (history: typeof one, batch: number) => {
    for (let at = 0; at < mailbox.length; at += batch) {
      await history.store(mailbox.slice(at, at + batch), Math.min(at + batch, mailbox.length), ann);
    }
  };
  const { message, entry } = written(100);
  await Promise.all([deliver(one, 7), deliver(two, 4), one.enqueue(message, entry), two.enqueue(message, entry)]);

  const expected = new Set(mailbox.filter(({ conversation }) => conversation === withBo).map(({ id }) => id));
  const { items } = await two.items(withBo, newest(200));
  expect(items.map(({ id }) => id).sort()).toEqual([...expected, ulid(100)].sort());
  expect(items.map(({ position }) => position)).toEqual(range(1, items.length));
  const summary = (await one.summaries()).find(({ conversation }) => conversation === withBo);
  expect(summary).toMatchObject({ unread: expected.size, last: items.at(-1) });
  expect(await one.outbox()).toEqual([entry]);
  expect(await one.cursor()).toBe(60);
});
