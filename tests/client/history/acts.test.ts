import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAct } from '#shared/client/history/apply-act.ts';
import type { History, NewAct, OutboxEntry } from '#shared/client/ports.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Act, MessageAct, Undated } from '#shared/protocol/content.ts';
import { EDIT_MS } from '#shared/protocol/content-limits.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { signedIn, twoContexts } from './open.ts';
import { ann, bo, cy, echoed, received, ulid, withBo, withCy, written } from './people.ts';

const bos = { author: bo, id: ulid(1) };
const anns = { author: ann, id: ulid(2) };

const done = (n: number, author: AccountId, act: Undated<Act>, changed: Partial<NewAct> = {}): NewAct => ({
  kind: 'act',
  id: ulid(n),
  conversation: withBo,
  author,
  at: 2000 + n,
  act: { ...act, sent_at: 0 },
  ...changed,
});

const waiting = (n: number, act: Undated<MessageAct>): OutboxEntry => ({
  message: ulid(n),
  conversation: withBo,
  to: bo,
  content: { ...act, sent_at: 0 },
});

/** A message of Bo's, and one of Ann's that has its tick. */
const talk = async (): Promise<readonly [History, History]> => {
  const contexts = await twoContexts();
  await contexts[0].store([received(1), echoed(2)], 2, ann);
  return contexts;
};

const messages = async (history: History) => (await history.items(withBo, { at: 'end', limit: 50 })).items as Message[];
const last = async (history: History) => (await history.summaries()).find(({ person }) => person === bo)?.last;

describe('what others and other devices do', () => {
  test('[CO2] an act makes no message, moves the cursor and changes its target alone, also as the last of its conversation', async () => {
    const [history, other] = await talk();
    const edit = done(3, ann, { type: 'edit', target: anns, text: 'better' });
    expect(await history.store([edit], 3, ann)).toEqual([withBo]);
    const after = await messages(other);
    expect(after.map(({ text }) => text)).toEqual(['message 1', 'better']);
    expect(after[0]).toEqual({ ...received(1), position: 1 });
    expect(after[1]).toMatchObject({ edited: true, at: 1002, delivery: { state: 'sent' } });
    expect(await last(other)).toEqual(after[1]);
    expect((await other.summaries())[0]?.unread).toBe(1);
    expect(await history.cursor()).toBe(3);
  });

  test('[CO2] the message and what is done to it may come in one delivery, and again', async () => {
    const history = await signedIn();
    const items = [received(1), done(2, bo, { type: 'edit', target: bos, text: 'better' })];
    await history.store(items, 2, ann);
    const once = await messages(history);
    expect(once).toMatchObject([{ text: 'better', edited: true }]);
    expect(await history.store(items, 2, ann)).toEqual([]);
    expect(await messages(history)).toEqual(once);
  });

  test.each<[string, NewAct]>([
    ['of an unknown message', done(3, bo, { type: 'edit', target: { author: bo, id: ulid(9) }, text: 'x' })],
    [
      'under the id of a message, but of another author',
      done(3, bo, { type: 'delete', target: { author: cy, id: ulid(1) } }),
    ],
    [
      'from another conversation',
      done(3, cy, { type: 'reaction', target: bos, emoji: '👍' }, { conversation: withCy }),
    ],
  ])('[CO2] an act %s changes nothing', async (_, act) => {
    const [history] = await talk();
    const before = await messages(history);
    expect(await history.store([act], 3, ann)).toEqual([]);
    expect(await messages(history)).toEqual(before);
    expect(await history.cursor()).toBe(3);
  });

  test('[CO3] nobody edits what another has written', async () => {
    const [history] = await talk();
    await history.store([done(3, bo, { type: 'edit', target: anns, text: 'forged' })], 3, ann);
    expect((await messages(history)).map(({ text }) => text)).toEqual(['message 1', 'message 2']);
  });

  test('[CO3] an edit is good for 24 hours after the message, by the time of the relay', async () => {
    const [history] = await talk();
    const edit = (n: number, at: number) => done(n, bo, { type: 'edit', target: bos, text: `at ${at}` }, { at });
    await history.store([edit(3, 1001 + EDIT_MS)], 3, ann);
    expect((await messages(history))[0]?.text).toBe(`at ${1001 + EDIT_MS}`);
    await history.store([edit(4, 1002 + EDIT_MS)], 4, ann);
    expect((await messages(history))[0]?.text).toBe(`at ${1001 + EDIT_MS}`);
  });

  test('[CO4] of a deleted message its place is left and nothing else, whatever comes later', async () => {
    const history = await signedIn();
    await history.store(
      [{ ...received(1), reply: anns }, done(2, bo, { type: 'reaction', target: bos, emoji: '🎉' })],
      2,
      ann,
    );
    await history.store([done(3, bo, { type: 'delete', target: bos })], 3, ann);
    const tombstone = { ...received(1), text: '', position: 1, deleted: true };
    expect(await messages(history)).toEqual([tombstone]);
    const late = [
      done(4, bo, { type: 'edit', target: bos, text: 'back' }),
      done(5, ann, { type: 'reaction', target: bos, emoji: '👍' }),
    ];
    expect(await history.store(late, 5, ann)).toEqual([]);
    expect(await messages(history)).toEqual([tombstone]);
    expect(await last(history)).toEqual(tombstone);
  });

  test('[CO4] nobody deletes what another has written', async () => {
    const [history] = await talk();
    await history.store([done(3, ann, { type: 'delete', target: bos })], 3, ann);
    expect((await messages(history))[0]?.deleted).toBeUndefined();
  });

  test('[CO5] each person has one reaction, which can be changed and taken back', async () => {
    const [history] = await talk();
    const react = (n: number, author: AccountId, emoji: string) =>
      done(n, author, { type: 'reaction', target: bos, emoji });
    await history.store([react(3, ann, '👍'), react(4, bo, '🎉'), react(5, ann, '❤️')], 5, ann);
    expect((await messages(history))[0]?.reactions).toEqual({ [ann]: '❤️', [bo]: '🎉' });
    await history.store([react(6, ann, ''), react(7, bo, '')], 7, ann);
    expect((await messages(history))[0]).not.toHaveProperty('reactions');
  });

  test('[CO6] acts in any order, and repeated, lead to one result', () => {
    const message: Message = { ...received(1), position: 1 };
    const at = fc.integer({ min: 1001, max: 1006 });
    const author = fc.constantFrom(ann, bo);
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.record({ type: fc.constant('edit' as const), text: fc.constantFrom('a', 'b', 'c') }) },
      {
        weight: 5,
        arbitrary: fc.record({ type: fc.constant('reaction' as const), emoji: fc.constantFrom('', '👍', '🎉') }),
      },
      { weight: 1, arbitrary: fc.constant({ type: 'delete' as const }) },
    );
    // Each envelope is one act, committed once.
    const acts = fc
      .array(fc.tuple(at, author, act), { maxLength: 10 })
      .map((all) => all.map(([at, author, act], n) => done(n + 10, author, { ...act, target: bos }, { at })));
    const twice = acts.chain((all) =>
      fc.tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(twice, ([once, again]) => {
        expect(again.reduce(applyAct, message)).toEqual(once.reduce(applyAct, message));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('one’s own acts', () => {
  test('[CO7] show at once in every context, and stand once they have their tick', async () => {
    const [history, other] = await talk();
    await history.enqueueAct(waiting(3, { type: 'edit', target: anns, text: 'better' }));
    await history.enqueueAct(waiting(4, { type: 'reaction', target: bos, emoji: '👍' }));
    const shown = await messages(other);
    expect(shown).toMatchObject([{ reactions: { [ann]: '👍' } }, { text: 'better', edited: true }]);
    expect(await last(other)).toEqual(shown[1]);
    expect(await other.message(anns)).toEqual(shown[1]);

    await history.markSent(ulid(3), 2003, 2003);
    await history.markSent(ulid(4), 2004, 2004);
    expect(await messages(other)).toMatchObject([
      { reactions: { [ann]: '👍' }, stamps: { [ann]: { at: 2004, id: ulid(4) } } },
      { text: 'better', edited: true, stamps: { text: { at: 2003, id: ulid(3) } } },
    ]);
    expect(await other.outbox()).toEqual([]);
  });

  test('[CO7] wait behind what was written before them', async () => {
    const [history] = await talk();
    const { message, entry } = written(9);
    await history.enqueue(message, entry);
    await history.enqueueAct(waiting(3, { type: 'edit', target: { author: ann, id: ulid(9) }, text: 'better' }));
    const next = written(4);
    await history.enqueue(next.message, next.entry);
    expect((await history.outbox()).map(({ message }) => message)).toEqual([ulid(9), ulid(3), ulid(4)]);
  });

  test('[CO6] an own act that waits shows above one of another device, and what the relay committed last stands', async () => {
    const [history] = await talk();
    await history.enqueueAct(waiting(3, { type: 'edit', target: anns, text: 'here' }));
    await history.store([done(4, ann, { type: 'edit', target: anns, text: 'elsewhere' })], 3, ann);
    expect((await messages(history))[1]?.text).toBe('here');
    await history.markSent(ulid(3), 2003, 2003);
    expect((await messages(history))[1]?.text).toBe('elsewhere');
  });

  test('[CO3] an edit that reached the relay too late is as if it had not been', async () => {
    const [history] = await talk();
    await history.enqueueAct(waiting(3, { type: 'edit', target: anns, text: 'too late' }));
    await history.markSent(ulid(3), 1003 + EDIT_MS, 1003 + EDIT_MS);
    expect((await messages(history))[1]).toEqual({ ...echoed(2), position: 2 });
  });

  test.each<[string, Undated<MessageAct>]>([
    ['to edit what another has written', { type: 'edit', target: bos, text: 'forged' }],
    ['to delete what another has written', { type: 'delete', target: bos }],
    ['on what is not there', { type: 'reaction', target: { author: bo, id: ulid(9) }, emoji: '👍' }],
  ])('an act %s is not even queued', async (_, act) => {
    const [history] = await talk();
    await history.enqueueAct(waiting(3, act));
    expect(await history.outbox()).toEqual([]);
  });

  test('a refused act says so on its message, can be tried again, and thrown away leaves no trace', async () => {
    const [history, other] = await talk();
    const before = await messages(history);
    await history.enqueueAct(waiting(3, { type: 'delete', target: anns }));
    await history.markFailed(ulid(3), 'mailbox_full');
    expect((await messages(other))[1]).toMatchObject({
      deleted: true,
      unsent: { act: ulid(3), reason: 'mailbox_full' },
    });
    await other.requeue(ulid(3));
    expect((await messages(history))[1]).not.toHaveProperty('unsent');
    await history.discard(ulid(3));
    expect(await messages(other)).toEqual(before);
  });

  test('a later act takes the place of one that was refused, and of no other', async () => {
    const [history] = await talk();
    await history.enqueueAct(waiting(3, { type: 'edit', target: anns, text: 'one' }));
    await history.enqueueAct(waiting(4, { type: 'reaction', target: anns, emoji: '👍' }));
    await history.enqueueAct(waiting(5, { type: 'edit', target: anns, text: 'two' }));
    await history.markFailed(ulid(3), 'mailbox_full');
    await history.enqueueAct(waiting(6, { type: 'edit', target: anns, text: 'three' }));
    expect((await history.outbox()).map(({ message }) => message)).toEqual([ulid(4), ulid(5), ulid(6)]);
    expect((await messages(history))[1]?.text).toBe('three');
  });

  test('a message that was refused is sent again as it has been edited since', async () => {
    const history = await signedIn();
    const { message, entry } = written(1);
    await history.enqueue(message, { ...entry, sealed: { body: 'AAAA', sealed: [] } });
    await history.enqueueAct(waiting(2, { type: 'edit', target: { author: ann, id: ulid(1) }, text: 'better' }));
    await history.markFailed(ulid(1), 'mailbox_full');
    await history.markSent(ulid(2), 2002, 2002);
    await history.requeue(ulid(1));
    expect(await history.outbox()).toEqual([{ ...entry, content: { ...entry.content, text: 'better' } }]);
  });

  test('what was refused and is deleted is not tried again, and what is thrown away takes its acts with it', async () => {
    const history = await signedIn();
    const one = written(1);
    await history.enqueue(one.message, one.entry);
    await history.enqueueAct(waiting(2, { type: 'delete', target: { author: ann, id: ulid(1) } }));
    await history.markFailed(ulid(1), 'mailbox_full');
    await history.markSent(ulid(2), 2002, 2002);
    expect(await history.outbox()).toEqual([]);

    const three = written(3);
    await history.enqueue(three.message, three.entry);
    await history.enqueueAct(waiting(4, { type: 'reaction', target: { author: ann, id: ulid(3) }, emoji: '👍' }));
    await history.discard(ulid(3));
    expect(await history.outbox()).toEqual([]);
  });
});
