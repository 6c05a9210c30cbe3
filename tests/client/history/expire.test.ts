import { describe, expect, test } from 'vitest';
import type { NewAct, NewMessage } from '#shared/client/ports.ts';
import { signedIn } from './open.ts';
import { ann, bo, echoed, newest, received, ulid, withBo, written } from './people.ts';

const DAY = 86_400_000;
const MONTH = 30 * DAY;
const HOUR = 3_600;
const NOW = 10_000_000;

const set = (n: number, seconds: number, author = bo, at = 1_000 + n): NewAct => ({
  kind: 'act',
  id: ulid(n),
  conversation: withBo,
  author,
  at,
  act: { type: 'timer', seconds, sent_at: at },
});
const lasting = (message: NewMessage, expires_at = NOW + MONTH): NewMessage => ({
  ...message,
  expires: HOUR,
  expires_at,
});

const open = async () => {
  const history = await signedIn();
  const items = async () => (await history.items(withBo, newest(20))).items;
  const texts = async () => (await items()).map((item) => (item.kind === 'message' ? item.text : item.kind));
  const timer = async () => (await history.summaries())[0]?.timer;
  const say = async (n: number) => {
    const { message, entry } = written(n);
    await history.enqueue(message, entry);
  };
  return { history, items, texts, timer, say };
};

describe('how long messages live', () => {
  test('[DI1] is set for what is said from then on, by either of the two, and leaves a line', async () => {
    const { history, items, timer, say, texts } = await open();
    await say(1);
    expect(await history.store([set(2, HOUR), set(2, HOUR)], 1, ann)).toEqual([withBo]);
    expect(await timer()).toBe(HOUR);
    await say(3);
    expect(await texts()).toEqual(['message 1', 'timer', 'message 3']);
    expect((await items())[1]).toMatchObject({ author: bo, seconds: HOUR });
    expect((await history.outbox()).map(({ content }) => content)).toMatchObject([
      { text: 'message 1' },
      { text: 'message 3', expires: HOUR },
    ]);
    expect((await history.outbox())[0]?.content).not.toHaveProperty('expires');
    expect((await history.summaries())[0]?.unread).toBe(0);
    await history.store([set(4, 0)], 2, ann);
    expect(await timer()).toBeUndefined();
  });

  test('[DI1] of two that are set at once the one that the relay has committed last stands, on both sides', async () => {
    const { history, timer } = await open();
    const content = { type: 'timer', seconds: 7 * 24 * HOUR, sent_at: 99_999 } as const;
    await history.enqueueAct({ message: ulid(5), conversation: withBo, to: bo, content });
    expect(await timer()).toBe(7 * 24 * HOUR);
    await history.store([set(6, HOUR, bo, 2_000)], 1, ann);
    await history.markSent(ulid(5), 1_900, NOW);
    await history.store([set(7, 24 * HOUR, bo, 2_100)], 2, ann);
    expect(await timer()).toBe(24 * HOUR);
    await history.store([set(8, HOUR, bo, 2_050)], 3, ann);
    expect(await timer()).toBe(24 * HOUR);
    expect(await history.outbox()).toEqual([]);
  });
});

describe('a message that disappears', () => {
  test('[DI2] lives from its tick where it was written', async () => {
    const { history, say, texts } = await open();
    await history.store([set(1, HOUR)], 1, ann);
    await say(2);
    expect(await history.expire(NOW + MONTH)).toEqual({ changed: [] });
    // Whatever the relay's clock says.
    await history.markSent(ulid(2), 5, NOW);
    const end = NOW + HOUR * 1_000;
    expect(await history.expire(end - 1)).toEqual({ changed: [], next: end });
    expect(await history.expire(end)).toEqual({ changed: [withBo] });
    expect(await texts()).toEqual(['timer']);
    expect((await history.summaries())[0]?.last?.kind).toBe('timer');
  });

  test('[DI2] lives from when it was read where it came, here or on another device', async () => {
    const { history, texts } = await open();
    await history.store([received(1), lasting(received(2)), lasting(received(3))], 3, ann);
    expect(await history.expire(NOW)).toEqual({ changed: [], next: NOW + MONTH });
    const read = { type: 'receipt', read: { author: bo, id: ulid(2) }, sent_at: 1 } as const;
    await history.store([{ kind: 'act', id: ulid(9), conversation: withBo, author: ann, at: 1, act: read }], 4, ann);
    const first = NOW + HOUR * 1_000;
    expect(await history.expire(NOW)).toEqual({ changed: [withBo], next: first });
    await history.markRead(withBo);
    expect(await history.expire(NOW + 5)).toEqual({ changed: [withBo], next: first });
    expect(await history.expire(first)).toEqual({ changed: [withBo], next: first + 5 });
    expect(await texts()).toEqual(['message 1', 'message 3']);
    await history.expire(first + 5);
    expect(await texts()).toEqual(['message 1']);
    expect((await history.summaries())[0]?.last).toMatchObject({ text: 'message 1' });
  });

  test('[DI3] goes unread in the end, and is no longer counted', async () => {
    const { history, texts } = await open();
    await history.store([received(1), lasting(received(2))], 2, ann);
    await history.expire(NOW + MONTH);
    expect(await texts()).toEqual(['message 1']);
    expect(await history.summaries()).toMatchObject([{ unread: 1 }]);
  });

  test('[DI4] leaves nothing: no words to be found, no file, nothing that waits to be done to it', async () => {
    const { history } = await open();
    await history.store([lasting(echoed(1), NOW + 1)], 1, ann);
    const key = `${ann}:${ulid(1)}`;
    await history.saveFile(key, withBo, new Blob(['x']));
    const target = { author: ann, id: ulid(1) };
    const content = { type: 'edit', target, text: 'changed', sent_at: 2 } as const;
    await history.enqueueAct({ message: ulid(2), conversation: withBo, to: bo, content });
    const { search } = await history.archive();
    const found = async () => JSON.stringify(await search({ words: ['message'], limit: 5 }));
    expect(await found()).toContain(ulid(1));
    await history.expire(NOW + 1);
    expect(await history.file(key)).toBeUndefined();
    expect(await history.outbox()).toEqual([]);
    expect(await found()).not.toContain(ulid(1));
    expect(await history.message(target)).toBeUndefined();
  });

  test('[DI4] lets the relay drop its file, but not what its sender has taken back already', async () => {
    const { history } = await open();
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
    const file = (blob: string) => ({ blob, key: 'k', name: 'a', type: 'b', size: 1, kind: 'file' }) as const;
    await history.noteBlob(two, 'removed');
    await history.store(
      [
        { ...lasting(echoed(1), NOW), attachment: file(one) },
        { ...lasting(received(2), NOW), attachment: file(two) },
        { ...lasting(received(3)), attachment: file('3'.repeat(32)) },
      ],
      3,
      ann,
    );
    await history.expire(NOW);
    expect(await history.blobNotes()).toEqual([
      { blob: one, note: 'taken' },
      { blob: two, note: 'removed' },
    ]);
  });

  test('[DI4] that was taken back leaves nothing either', async () => {
    const { history, texts } = await open();
    const act = { type: 'delete', target: { author: bo, id: ulid(1) }, sent_at: 2 } as const;
    await history.store([lasting(received(1), NOW + 1)], 1, ann);
    await history.store([{ kind: 'act', id: ulid(2), conversation: withBo, author: bo, at: 3, act }], 2, ann);
    expect(await texts()).toEqual(['']);
    await history.expire(NOW + 1);
    expect(await texts()).toEqual([]);
  });
});
