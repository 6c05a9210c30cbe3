import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { History, NewCallEntry, NewMessage } from '#shared/client/ports.ts';
import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import { twoContexts } from './open.ts';
import { ann, bo, called, cy, echoed, newest, received, ulid, withBo, withCy, written } from './people.ts';

/** What a device should remember, kept in the plainest way. */
class Model {
  items: TimelineItem[] = [];
  outbox = new Set<string>();
  unread = new Map([
    [withBo, 0],
    [withCy, 0],
  ]);
  next = new Map([
    [withBo, 1],
    [withCy, 1],
  ]);
  cursor = 0;

  own(n: number) {
    return this.items.find((item) => item.kind === 'message' && item.author === ann && item.id === ulid(n));
  }

  add(item: NewMessage | NewCallEntry): void {
    const position = this.next.get(item.conversation) ?? 1;
    this.next.set(item.conversation, position + 1);
    this.items.push({ ...item, position });
  }

  pending(n: number, change: (item: TimelineItem) => TimelineItem | undefined, settles: boolean): void {
    const item = this.own(n);
    if (!item || !this.outbox.has(ulid(n))) return;
    if (settles) this.outbox.delete(ulid(n));
    const changed = change(item);
    this.items = this.items.flatMap((other) => (other === item ? (changed ? [changed] : []) : [other]));
  }

  /** What was refused goes to the end. */
  again(item: TimelineItem): TimelineItem {
    if (item.kind !== 'message' || item.delivery.state !== 'failed') return item;
    const position = this.next.get(item.conversation) ?? 1;
    this.next.set(item.conversation, position + 1);
    return { ...item, position, delivery: { state: 'queued' } };
  }

  inConversation(conversation: string): TimelineItem[] {
    return this.items.filter((item) => item.conversation === conversation).sort((a, b) => a.position - b.position);
  }
}

interface Step {
  readonly name: string;
  readonly onModel: (model: Model) => void;
  readonly onHistory: (history: History) => Promise<unknown>;
}

// Ids are few, so that steps meet. Even ones go to Bo and odd ones to Cy, on both sides of the conversation.
const id = fc.integer({ min: 1, max: 6 });
const person = (n: number) => (n % 2 ? cy : bo);

const arriving = fc.oneof(
  id.map((n) => received(n, person(n))),
  id.map((n) => echoed(n, person(n))),
  id.map((n) => called(n, person(n))),
);

const store = fc.tuple(fc.array(arriving, { maxLength: 5 }), fc.integer({ min: 0, max: 30 })).map(
  ([items, cursor]): Step => ({
    name: `store ${items.map(({ kind, id }) => `${kind} ${id}`)} to ${cursor}`,
    onHistory: (history) => history.store(items, cursor, ann),
    onModel: (model) => {
      model.cursor = Math.max(model.cursor, cursor);
      for (const item of items) {
        const isMine = item.kind === 'message' && item.author === ann;
        const n = Number(item.id);
        const same = (known: TimelineItem) =>
          known.kind === item.kind &&
          known.id === item.id &&
          (known.kind === 'call' || (known.author === ann) === isMine);
        if (!model.items.some(same)) {
          model.add(item);
          if (!isMine) model.unread.set(item.conversation, (model.unread.get(item.conversation) ?? 0) + 1);
        } else if (isMine) {
          model.pending(n, () => ({ ...item, position: model.own(n)?.position ?? 0 }), true);
        }
      }
    },
  }),
);

const enqueue = id.map((n): Step => {
  const { message, entry } = written(n, person(n));
  return {
    name: `enqueue ${n}`,
    onHistory: (history) => history.enqueue(message, entry),
    onModel: (model) => {
      if (model.own(n)) return;
      model.add(message);
      model.outbox.add(message.id);
    },
  };
});

const delivered = (item: TimelineItem, changed: Partial<NewMessage>): TimelineItem =>
  item.kind === 'message' ? { ...item, ...changed } : item;

const onPending = fc.tuple(fc.constantFrom('sent', 'failed', 'requeued', 'discarded'), id).map(
  ([act, n]): Step => ({
    name: `${act} ${n}`,
    onHistory: (history) => {
      if (act === 'sent') return history.markSent(ulid(n), 77, 77);
      if (act === 'failed') return history.markFailed(ulid(n), 'offline');
      return act === 'requeued' ? history.requeue(ulid(n)) : history.discard(ulid(n));
    },
    onModel: (model) => {
      if (act === 'sent') model.pending(n, (item) => delivered(item, { at: 77, delivery: { state: 'sent' } }), true);
      else if (act === 'failed')
        model.pending(n, (item) => delivered(item, { delivery: { state: 'failed', reason: 'offline' } }), false);
      else if (act === 'requeued') model.pending(n, (item) => model.again(item), false);
      else model.pending(n, () => undefined, true);
    },
  }),
);

const markRead = fc.constantFrom(withBo, withCy).map(
  (conversation): Step => ({
    name: `read ${conversation}`,
    onHistory: (history) => history.markRead(conversation),
    onModel: (model) => model.unread.set(conversation, 0),
  }),
);

const step = fc.oneof(
  { weight: 2, arbitrary: store },
  { weight: 2, arbitrary: enqueue },
  { weight: 3, arbitrary: onPending },
  markRead,
);

test('any sequence of acts, done by two contexts without waiting for each other, ends as if one had done it', async () => {
  const sequence = fc.array(fc.tuple(step, fc.boolean()), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      const [one, two] = await twoContexts();
      const model = new Model();
      const running: Promise<unknown>[] = [];
      // Transactions that overlap run in the order in which they were begun; an open store, all loaded, begins them at once.
      await Promise.all([one.outbox(), two.outbox()]);
      for (const [{ onHistory, onModel }, first] of steps) {
        running.push(onHistory(first ? one : two));
        onModel(model);
      }
      await Promise.all(running);

      for (const conversation of [withBo, withCy]) {
        const { items } = await two.items(conversation, newest(1000));
        expect(items).toEqual(model.inConversation(conversation));
        const summary = (await one.summaries()).find((one) => one.conversation === conversation);
        expect(summary?.last).toEqual(items.at(-1));
        expect(summary?.unread ?? 0).toBe(model.unread.get(conversation));
      }
      expect(new Set((await two.outbox()).map(({ message }) => message))).toEqual(model.outbox);
      expect(await two.cursor()).toBe(model.cursor);
    }),
    { numRuns: 150 },
  );
});
