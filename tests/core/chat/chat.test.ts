import { describe, expect, test } from 'vitest';
import { callEntry } from '#shared/core/chat/call-entry.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { chat, noChat, PAGE } from '#shared/core/chat/transition.ts';
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
const read = (items: readonly Message[], more = false) =>
  ({ type: 'items-read', conversation: talk, items, more }) as const;

const [opened, toRead] = chat(noChat, { type: 'conversation-opened', conversation: talk });
const [filled] = chat(opened, read([message(1), message(2, 'queued')], true));

describe('the open conversation', () => {
  test('is read from its end', () => {
    expect(toRead).toEqual([{ type: 'items', conversation: talk, limit: PAGE }]);
    expect(opened.open?.older).toBe('loading');
    expect(filled.open).toMatchObject({ older: 'some', items: [{ position: 1 }, { position: 2 }] });
    expect(chat(filled, { type: 'conversation-opened', conversation: talk })).toEqual([filled, []]);
  });

  test('a message that is ticked is a new object, the others stay the objects they were', () => {
    const [ticked] = chat(filled, read([message(1), message(2)], true));
    expect(ticked.open?.items[0]).toBe(filled.open?.items[0]);
    expect(ticked.open?.items[1]).not.toBe(filled.open?.items[1]);
    expect(chat(ticked, read([message(1), message(2)], true))[0]).toBe(ticked);
  });

  test('a failure and its reason are a change', () => {
    const failed = (reason: 'mailbox_full' | 'not_contact'): Message => ({
      ...message(2),
      delivery: { state: 'failed', reason },
    });
    const [first] = chat(filled, read([message(1), failed('mailbox_full')], true));
    expect(first.open?.items[1]).toMatchObject({ delivery: { reason: 'mailbox_full' } });
    expect(chat(first, read([message(1), failed('not_contact')], true))[0]).not.toBe(first);
    expect(chat(first, read([message(1), failed('mailbox_full')], true))[0]).toBe(first);
  });

  test('older items are asked for once at a time, and not where there are none', () => {
    const [loading, effects] = chat(filled, { type: 'older-wanted' });
    expect(effects).toEqual([{ type: 'items', conversation: talk, limit: 2 + PAGE }]);
    expect(chat(loading, { type: 'older-wanted' })).toEqual([loading, []]);
    // What changes meanwhile must not shorten what was asked for.
    expect(chat(loading, { type: 'conversation-changed', conversation: talk })[1]).toContainEqual({
      type: 'items',
      conversation: talk,
      limit: 2 + PAGE,
    });
    const [whole] = chat(loading, read([message(0), message(1), message(2)]));
    expect(whole.open?.older).toBe('none');
    expect(chat(whole, { type: 'older-wanted' })).toEqual([whole, []]);
  });

  test('a change is read again, elsewhere only the summaries', () => {
    expect(chat(filled, { type: 'conversation-changed', conversation: talk })[1]).toEqual([
      { type: 'items', conversation: talk, limit: PAGE },
      { type: 'summaries' },
    ]);
    expect(chat(filled, { type: 'conversation-changed', conversation: other })).toEqual([
      filled,
      [{ type: 'summaries' }],
    ]);
  });

  test('what was read for a conversation that is closed is not shown', () => {
    const [closed] = chat(filled, { type: 'conversation-closed' });
    expect(closed.open).toBeUndefined();
    expect(chat(closed, read([message(1)]))).toEqual([closed, []]);
    expect(chat(closed, { type: 'conversation-closed' })[0]).toBe(closed);
    expect(chat(closed, { type: 'older-wanted' })[0]).toBe(closed);
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
