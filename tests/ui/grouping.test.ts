import { expect, test } from 'vitest';
import type { CallEntry, Message } from '#shared/core/chat/timeline.ts';
import { isSameRow, rowsOf } from '#shared/ui/chat/grouping.ts';
import { ann, bo, ulid, uuid } from '#tests/fakes/ids.ts';

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 2, day, hour, minute).getTime();

const message = (author: string, when: number): Message => ({
  kind: 'message',
  id: ulid(when % 1_000_000_007),
  conversation: 'direct:a:b',
  position: 1,
  author,
  text: 'hi',
  at: when,
  delivery: { state: 'received' },
});
const call: CallEntry = {
  kind: 'call',
  id: uuid(1),
  conversation: 'direct:a:b',
  position: 2,
  direction: 'incoming',
  outcome: 'missed',
  media: 'audio',
  at: at(9, 12, 1),
  seconds: 0,
};

/** `+` begins a group. */
const sketch = (...items: readonly (Message | CallEntry)[]): readonly string[] =>
  rowsOf(items).map((row) => (row.kind === 'message' && row.startsGroup ? '+message' : row.kind));

test('a day begins with its first item, a group with another author, another day or a pause', () => {
  expect(sketch(message(ann, at(9, 23, 57)), message(ann, at(9, 23, 59)))).toEqual(['day', '+message', 'message']);
  expect(sketch(message(ann, at(9, 23, 57)), message(bo, at(9, 23, 59)))).toEqual(['day', '+message', '+message']);
  expect(sketch(message(ann, at(9, 23, 59)), message(ann, at(10, 0, 1)))).toEqual([
    'day',
    '+message',
    'day',
    '+message',
  ]);
  expect(sketch(message(ann, at(9, 11)), message(ann, at(9, 12)))).toEqual(['day', '+message', '+message']);
});

test('a call stands alone', () => {
  expect(sketch(message(bo, at(9, 12)), call, message(bo, at(9, 12, 2)))).toEqual([
    'day',
    '+message',
    'call',
    '+message',
  ]);
});

test('rows keep their keys when older ones come before them and when what they show changes', () => {
  const items = [message(ann, at(9, 12)), message(ann, at(9, 12, 1))];
  const keys = rowsOf(items).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
  const more = rowsOf([message(ann, at(8, 12)), ...items]).map(({ key }) => key);
  expect(more.slice(-3)).toEqual(keys);
  const ticked = rowsOf(items.map((item) => ({ ...item, delivery: { state: 'sent' } as const })));
  expect(ticked.map(({ key }) => key)).toEqual(keys);
});

test('a row is the same while its item is the same object in the same group', () => {
  const [first, second] = [message(ann, at(9, 12)), message(ann, at(9, 12, 1))];
  const [day, , row] = rowsOf([first, second]);
  const [dayAgain, , again] = rowsOf([first, second]);
  const [, changed] = rowsOf([{ ...second }]);
  if (!day || !dayAgain || !row || !again || !changed) throw new Error('rows are missing');
  expect(isSameRow(row, again)).toBe(true);
  expect(isSameRow(day, dayAgain)).toBe(true);
  expect(isSameRow(row, changed)).toBe(false);
  expect(isSameRow(day, row)).toBe(false);
});

test('what is unread has a line above it, under the heading of its day, and begins a group', () => {
  const items = [at(9, 12), at(9, 12, 1), at(10, 12)].map((when, index) => ({
    ...message(bo, when),
    position: index + 1,
  }));
  const kinds = (unreadFrom?: number, from = 0) =>
    rowsOf(items.slice(from), unreadFrom).map((row) =>
      row.kind === 'message' && row.startsGroup ? '+message' : row.kind,
    );
  expect(kinds()).toEqual(['day', '+message', 'message', 'day', '+message']);
  expect(kinds(2)).toEqual(['day', '+message', 'unread', '+message', 'day', '+message']);
  expect(kinds(3)).toEqual(['day', '+message', 'message', 'day', 'unread', '+message']);
  expect(kinds(1)).toEqual(['day', 'unread', '+message', 'message', 'day', '+message']);
  // It is above what is held.
  expect(kinds(1, 1)).toEqual(['day', '+message', 'day', '+message']);
  expect(kinds(4)).toEqual(kinds());
});
