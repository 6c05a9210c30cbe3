import { expect, test } from 'vitest';
import { type Happening, judge, KEPT, type MessageKey } from './history.ts';

const written = (message: MessageKey): Happening => ({
  what: 'written',
  message,
  sender: 'ann',
  conversation: 'ann and bo',
  recipients: ['bo', 'cy'],
});
const ticked = (message: MessageKey): Happening => ({ what: 'ticked', message });
const delivered = (device: string, seq: number, message: MessageKey): Happening => ({
  what: 'delivered',
  device,
  seq,
  message,
});
const shown = (device: string, message: MessageKey): Happening => ({ what: 'shown', device, message });

/** Two messages that reach two devices. */
const GOOD: readonly Happening[] = [
  written('ann 1'),
  written('ann 2'),
  ticked('ann 1'),
  delivered('bo', 1, 'ann 1'),
  delivered('bo', 1, 'ann 1'), // again on another socket
  shown('bo', 'ann 1'),
  ticked('ann 2'),
  delivered('bo', 2, 'ann 2'),
  shown('bo', 'ann 2'),
  delivered('cy', 1, 'ann 1'),
  delivered('cy', 2, 'ann 2'),
  shown('cy', 'ann 1'),
  shown('cy', 'ann 2'),
];

const but = (without: Happening, ...instead: readonly Happening[]): readonly Happening[] =>
  GOOD.flatMap((happening) => (JSON.stringify(happening) === JSON.stringify(without) ? instead : [happening]));

test('a kept promise is seen as one', () => {
  expect(judge(GOOD)).toEqual({ ...KEPT, written: 2, ticked: 2 });
});

test('what has no tick may be anywhere or nowhere', () => {
  expect(judge([...GOOD, written('ann 3')])).toEqual({ ...KEPT, written: 3, ticked: 2 });
});

test('a ticked message that one of its devices does not show is lost', () => {
  expect(judge(but(shown('cy', 'ann 2')))).toEqual({ ...KEPT, written: 2, ticked: 2, lost: ['ann 2 for cy'] });
});

test('a message that a device shows again is doubled', () => {
  const { doubled } = judge([...GOOD, shown('bo', 'ann 2')]);
  expect(doubled).toEqual(['ann 2 on bo']);
});

test.each([
  ['one message at two places', [...GOOD, delivered('bo', 3, 'ann 2')]],
  ['two messages at one place', [...GOOD, delivered('bo', 2, 'ann 3')]],
  ['a place that was passed over', but(delivered('cy', 1, 'ann 1'))],
])('%s is misplaced', (_, history) => {
  expect(judge(history).misplaced).toHaveLength(1);
});

test('a message that one device shows before an earlier one is disordered', () => {
  const history = but(shown('cy', 'ann 1')).concat(shown('cy', 'ann 1'));
  expect(judge(history)).toEqual({ ...KEPT, written: 2, ticked: 2, disordered: ['ann 1 on cy'] });
});
