import { describe, expect, test } from 'vitest';
import { callEntry } from '#shared/core/chat/call-entry.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Chat, Message } from '#shared/core/chat/timeline.ts';
import { type ChatEvent, chat, noChat, type Touched } from '#shared/core/chat/transition.ts';
import { HELD, PAGE, type Page, type Part } from '#shared/core/chat/window.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import { ann, bo, cy, ulid, uuid } from '#tests/fakes/ids.ts';

const talk = directConversation(ann, bo);
const other = directConversation(ann, cy);

const message = (position: number, state: 'queued' | 'sent' = 'sent'): Message => ({
  kind: 'message',
  id: ulid(position),
  conversation: talk,
  position,
  author: ann,
  text: `text ${position}`,
  at: position,
  delivery: { state },
});
/** What a store that holds the messages `1…through` finds. */
const store = (through: number) => {
  const all = Array.from({ length: through }, (_, index) => message(index + 1));
  return (part: Part): Page => {
    const range = (from: number, to: number): Page => ({
      items: all.slice(Math.max(0, from - 1), to),
      older: from > 1,
      newer: to < through,
    });
    switch (part.at) {
      case 'end':
        return range(through - part.limit + 1, through);
      case 'before':
        return range(part.position - part.limit, part.position - 1);
      case 'after':
        return range(part.position + 1, part.position + part.limit);
      case 'again':
        return range(part.from, part.from + part.limit - 1);
      case 'around': {
        const found = all.find((item) => itemKey(item) === part.item)?.position;
        if (found === undefined) return range(through - part.limit + 1, through);
        return range(found - part.limit / 2, found + part.limit / 2 - 1);
      }
    }
  };
};

/** One event and the answers of the store to what it asks for. */
const follow = (state: Chat, event: ChatEvent, find: (part: Part) => Page): Chat => {
  const [next, effects] = chat(state, event);
  return effects.reduce<Chat>(
    (now, effect) =>
      effect.type === 'items'
        ? chat(now, { type: 'items-read', conversation: talk, part: effect.part, page: find(effect.part) })[0]
        : now,
    next,
  );
};
const open = { type: 'conversation-opened', conversation: talk } as const;
const changed = { type: 'conversation-changed', conversation: talk } as const;
const older = { type: 'older-wanted' } as const;
const newer = { type: 'newer-wanted' } as const;
const newest = { type: 'newest-wanted' } as const;
const wanted = (position: number) =>
  ({ type: 'item-wanted', conversation: talk, item: itemKey(message(position)) }) as const;

const positions = ({ open }: Chat): readonly number[] => open?.items.map(({ position }) => position) ?? [];
const ends = (state: Chat) => [positions(state)[0], positions(state).at(-1), state.open?.older, state.open?.newer];
const times = (count: number, state: Chat, event: ChatEvent, find: (part: Part) => Page): Chat =>
  Array.from({ length: count }).reduce<Chat>((now) => follow(now, event, find), state);

describe('the open conversation', () => {
  test('is read from its end', () => {
    const [opened, toRead] = chat(noChat, open);
    expect(toRead).toEqual([{ type: 'items', conversation: talk, part: { at: 'end', limit: PAGE } }]);
    expect(opened.open).toMatchObject({ older: 'loading', newer: 'none' });
    const filled = follow(noChat, open, store(1000));
    expect(ends(filled)).toEqual([951, 1000, 'some', 'none']);
    expect(chat(filled, open)).toEqual([filled, []]);
    expect(ends(follow(noChat, open, store(3)))).toEqual([1, 3, 'none', 'none']);
  });

  test('a page is asked for once at a time, reads itself only, and not where there is none', () => {
    const filled = follow(noChat, open, store(70));
    const [loading, effects] = chat(filled, older);
    expect(effects).toEqual([{ type: 'items', conversation: talk, part: { at: 'before', position: 21, limit: PAGE } }]);
    expect(chat(loading, older)).toEqual([loading, []]);
    const whole = follow(filled, older, store(70));
    expect(ends(whole)).toEqual([1, 70, 'none', 'none']);
    expect(chat(whole, older)).toEqual([whole, []]);
    expect(chat(whole, newer)).toEqual([whole, []]);
  });

  test('moves with the reader and never holds more than it may, however far they go', () => {
    const find = store(5_000);
    const back = times(60, follow(noChat, open, find), older, find);
    expect(positions(back).length).toBeLessThanOrEqual(HELD);
    expect(ends(back).slice(2)).toEqual(['some', 'some']);
    expect(positions(back)[0]).toBe(5_000 - 61 * PAGE + 1);
    const forth = times(70, back, newer, find);
    expect(positions(forth).length).toBeLessThanOrEqual(HELD);
    expect(ends(forth).slice(1)).toEqual([5_000, 'some', 'none']);
    for (const state of [back, forth]) {
      const [from = 0] = positions(state);
      expect(positions(state)).toEqual(positions(state).map((_, index) => from + index));
    }
  });

  test('goes to an item of any age, and back to the newest', () => {
    const find = store(5_000);
    const there = follow(follow(noChat, open, find), wanted(1_234), find);
    expect(positions(there)).toContain(1_234);
    expect(there.open?.target).toEqual({ item: itemKey(message(1_234)) });
    expect(ends(there).slice(2)).toEqual(['some', 'some']);
    const near = chat(there, wanted(1_240));
    expect(near[1], 'what is held need not be read').toEqual([]);
    expect(near[0].open?.target).toEqual({ item: itemKey(message(1_240)) });
    expect(chat(there, wanted(1_234))[0].open?.target, 'each jump is a jump').not.toBe(there.open?.target);
    expect(ends(follow(there, { type: 'newest-wanted' }, find))).toEqual([4_951, 5_000, 'some', 'none']);
    expect(ends(follow(noChat, wanted(7), find)), 'opens the conversation').toEqual([1, 31, 'none', 'some']);
    expect(ends(follow(noChat, wanted(9_999), find)), 'gone').toEqual([4_951, 5_000, 'some', 'none']);
    const atEnd = follow(noChat, open, find);
    expect(chat(atEnd, { type: 'newest-wanted' })).toEqual([atEnd, []]);
  });

  test('a page that does not join the window any more is dropped, and can be asked for again', () => {
    const find = store(5_000);
    const [asked, [effect]] = chat(follow(noChat, open, find), older);
    if (effect?.type !== 'items') throw new Error('nothing is read');
    const away = follow(asked, wanted(1_000), find);
    const [late] = chat(away, { type: 'items-read', conversation: talk, part: effect.part, page: find(effect.part) });
    expect(positions(late)).toEqual(positions(away));
    expect(late.open?.older).toBe('some');
  });
});

describe('a change of the open conversation', () => {
  test('brings what is new at its end', () => {
    const filled = follow(noChat, open, store(1000));
    const [, effects] = chat(filled, changed);
    expect(effects).toEqual([
      { type: 'items', conversation: talk, part: { at: 'again', from: 951, limit: 2 * PAGE } },
      { type: 'summaries' },
    ]);
    expect(ends(follow(filled, changed, store(1001)))).toEqual([951, 1001, 'some', 'none']);
  });

  test('is read again from where it may have happened', () => {
    const received = Array.from(
      { length: 40 },
      (_, index): Message => ({ ...message(index + 1), delivery: { state: 'received' } }),
    );
    const holding = (items: readonly Message[]) => follow(noChat, open, () => ({ items, older: false, newer: false }));
    const asked = (state: Chat, touched: Touched) =>
      chat(state, { ...changed, touched })[1].flatMap((effect) => (effect.type === 'items' ? [effect.part] : []));
    const read = holding(received);
    expect(asked(read, 'seen')).toEqual([]);
    expect(asked(read, 'end')).toEqual([{ at: 'again', from: 41, limit: PAGE }]);
    expect(asked(read, { item: itemKey(message(31)) })).toEqual([{ at: 'again', from: 31, limit: 10 + PAGE }]);
    expect(asked(read, { item: itemKey(message(99)) }), 'may be about to be shown').toEqual(asked(read, 'end'));
    const waiting = holding([...received.slice(0, 20), message(21), ...received.slice(21)]);
    expect(asked(waiting, 'end'), 'a message under way').toEqual([{ at: 'again', from: 21, limit: 20 + PAGE }]);
    expect(asked(waiting, { item: itemKey(message(31)) })).toEqual(asked(waiting, 'end'));
    expect(asked(noChat, 'end')).toEqual([]);
  });

  test('in the past shows there, and what is new at the end waits there', () => {
    const there = follow(follow(noChat, open, store(1000)), wanted(100), store(1000));
    expect(positions(follow(there, changed, store(1001)))).toEqual(positions(there));
  });

  test('lets go of no row that is being read, and of the oldest once a reader at the end asks for the newest', () => {
    const full = times(4, follow(noChat, open, store(1000)), older, store(1000));
    expect(positions(full)).toHaveLength(HELD);
    expect(follow(full, newest, store(1000))).toBe(full);
    const more = follow(full, changed, store(1001));
    expect(positions(more)).toEqual([...positions(full), 1001]);
    const trimmed = follow(more, newest, store(1001));
    expect(ends(trimmed)).toEqual([1001 - PAGE + 1, 1001, 'some', 'none']);
  });

  test('a reader who stays where they are keeps their place; of very many new ones the newest are let go', () => {
    const full = times(4, follow(noChat, open, store(1000)), older, store(1000));
    const through = Array.from({ length: HELD / PAGE + 1 }, (_, index) => 1000 + (index + 1) * PAGE);
    const many = through.reduce((state, last) => follow(state, changed, store(last)), full);
    expect(positions(many)[0]).toBe(positions(full)[0]);
    expect(ends(many).slice(2)).toEqual(['some', 'some']);
  });

  test('while an older page is on its way disturbs neither', () => {
    const find = store(1001);
    const [loading, [page]] = chat(follow(noChat, open, store(1000)), older);
    const again = follow(loading, changed, find);
    expect(again.open?.older).toBe('loading');
    if (page?.type !== 'items') throw new Error('nothing is read');
    const [both] = chat(again, { type: 'items-read', conversation: talk, part: page.part, page: find(page.part) });
    expect(ends(both)).toEqual([901, 1001, 'some', 'none']);
  });

  test('a message that is ticked is a new object, the others stay the objects they were', () => {
    const page = (...items: readonly Message[]): ChatEvent => ({
      type: 'items-read',
      conversation: talk,
      part: { at: 'again', from: 1, limit: PAGE },
      page: { items, older: false, newer: false },
    });
    const [filled] = chat(follow(noChat, open, store(1)), page(message(1), message(2, 'queued')));
    const [ticked] = chat(filled, page(message(1), message(2)));
    expect(ticked.open?.items[0]).toBe(filled.open?.items[0]);
    expect(ticked.open?.items[1]).not.toBe(filled.open?.items[1]);
    expect(chat(ticked, page(message(1), message(2)))[0]).toBe(ticked);

    const failed = (reason: 'mailbox_full' | 'not_contact'): Message => ({
      ...message(2),
      delivery: { state: 'failed', reason },
    });
    const [first] = chat(filled, page(message(1), failed('mailbox_full')));
    expect(first.open?.items[1]).toMatchObject({ delivery: { reason: 'mailbox_full' } });
    expect(chat(first, page(message(1), failed('not_contact')))[0]).not.toBe(first);
    expect(chat(first, page(message(1), failed('mailbox_full')))[0]).toBe(first);
  });

  test('what is shown of a message that is not held is looked up again, unless only the end has changed', () => {
    const filled = follow(noChat, open, store(5));
    expect(filled.open?.beyond).toBeUndefined();
    expect(chat(filled, { ...changed, touched: 'end' })[0]).toBe(filled);
    expect(chat(filled, { ...changed, touched: 'seen' })[0]).toBe(filled);
    expect(times(2, filled, changed, store(5)).open?.beyond).toBe(2);
  });

  test('elsewhere only the summaries are read', () => {
    const filled = follow(noChat, open, store(5));
    expect(chat(filled, { type: 'conversation-changed', conversation: other })).toEqual([
      filled,
      [{ type: 'summaries' }],
    ]);
  });

  test('what was read for a conversation that is closed is not shown', () => {
    const [closed] = chat(follow(noChat, open, store(5)), { type: 'conversation-closed' });
    const part: Part = { at: 'end', limit: PAGE };
    expect(closed.open).toBeUndefined();
    expect(chat(closed, { type: 'items-read', conversation: talk, part, page: store(5)(part) })).toEqual([closed, []]);
    expect(chat(closed, { type: 'conversation-closed' })[0]).toBe(closed);
    for (const event of [older, newer, { type: 'newest-wanted' } as const]) expect(chat(closed, event)[0]).toBe(closed);
  });
});

describe('the summaries', () => {
  const summaries = [
    { conversation: talk, person: bo, unread: 1, last: message(1) },
    { conversation: other, person: cy, unread: 0 },
  ];
  const [shown] = chat(noChat, { type: 'summaries-read', summaries });

  test('unchanged ones stay the objects they were', () => {
    expect(chat(shown, { type: 'summaries-read', summaries: summaries.map((one) => ({ ...one })) })[0]).toBe(shown);
    const [next] = chat(shown, { type: 'summaries-read', summaries: summaries.map((one) => ({ ...one, unread: 0 })) });
    expect(next.summaries.get(talk)?.unread).toBe(0);
    expect(next.summaries.get(other)).toBe(shown.summaries.get(other));
  });
});

describe('the line above what is unread', () => {
  const summary = (unread: number, seen = 4) => ({
    conversation: talk,
    person: bo,
    unread,
    seen,
    last: message(4 + unread),
  });
  const told = (unread: number, state = noChat) =>
    chat(state, { type: 'summaries-read', summaries: [summary(unread)] })[0];
  const open = (state = noChat) => chat(state, { type: 'conversation-opened', conversation: talk })[0];

  test('stands where it stood when the conversation was opened, until it is left', () => {
    const opened = open(told(3));
    expect(opened.open?.unreadFrom).toBe(5);
    const read = told(0, opened);
    expect(read.open?.unreadFrom).toBe(5);
    const [left] = chat(read, { type: 'conversation-closed' });
    expect(open(left).open?.unreadFrom).toBeUndefined();
  });

  test('a conversation that is opened before the store has told of it gets it then, and only then', () => {
    const late = told(3, open());
    expect(late.open?.unreadFrom).toBe(5);
    const seen = told(2, told(0, open()));
    expect(seen.open?.unreadFrom).toBeUndefined();
  });
});

describe('the line of a call', () => {
  const summary: CallSummary = {
    call: uuid(1),
    caller: ann,
    callee: bo,
    media: 'video',
    started_at: 1_000,
    ended_at: 61_400,
    reason: 'hang-up',
  };

  test.each([
    [{ answered_at: 11_000 }, 'answered', 'answered'],
    [{ reason: 'no-answer' }, 'no-answer', 'missed'],
    [{ reason: 'declined' }, 'declined', 'declined'],
    [{ reason: 'cancelled' }, 'cancelled', 'missed'],
    [{ reason: 'busy' }, 'busy', 'missed'],
    [{ reason: 'failed-media' }, 'failed', 'missed'],
    [{ reason: 'of a later version' }, 'failed', 'missed'],
  ] as const)('[MB9] %o is %s to the caller and %s to the callee', (change, toCaller, toCallee) => {
    expect(callEntry({ ...summary, ...change }, ann)).toMatchObject({
      direction: 'outgoing',
      outcome: toCaller,
      conversation: talk,
    });
    expect(callEntry({ ...summary, ...change }, bo)).toMatchObject({
      direction: 'incoming',
      outcome: toCallee,
      conversation: talk,
    });
  });

  test('[R38] keeps why and by whose act the call ended, and where it was answered', () => {
    const end = { answerer: { account: bo, device: uuid(2) }, ended_by: { account: ann, device: uuid(3) } };
    expect(callEntry({ ...summary, answered_at: 11_000, ...end }, bo)).toMatchObject({ reason: 'hang-up', ...end });
  });

  test('the seconds run from the answer', () => {
    expect(callEntry({ ...summary, answered_at: 11_000 }, ann)?.seconds).toBe(50);
    expect(callEntry({ ...summary, reason: 'busy' }, ann)?.seconds).toBe(0);
  });

  test('[CA8] of two calls that crossed, the one that gave way leaves none', () => {
    expect(callEntry({ ...summary, reason: 'glare' }, ann)).toBeUndefined();
    expect(callEntry({ ...summary, reason: 'glare' }, bo)).toBeUndefined();
  });

  test('[CA2] a call that needed permission is known to its caller alone', () => {
    expect(callEntry({ ...summary, reason: 'needs-permission' }, ann)?.outcome).toBe('failed');
    expect(callEntry({ ...summary, reason: 'needs-permission' }, bo)).toBeUndefined();
  });
});
