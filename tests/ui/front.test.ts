import { expect, test } from 'vitest';
import type { ActiveCall } from '#shared/core/call/call.ts';
import { cornerAt, nextCorner } from '#shared/ui/call/corner.ts';
import { frontWith } from '#shared/ui/call/front.ts';

const call = (...streams: readonly string[]) =>
  ({
    phase: 'active',
    call: 'call',
    remoteShares: streams.map((stream) => ({ stream, share: stream, kind: 'screen', sound: false })),
  }) as unknown as ActiveCall;

test('the newest share is in front, and the person where there is none', () => {
  expect(frontWith(undefined, call())).toBe('person');
  expect(frontWith(undefined, call('one', 'two'))).toBe('two');
});

test('what is pinned stays in front until it is gone, or the call is another one', () => {
  const pin = { call: 'call', front: 'one' };
  expect(frontWith(pin, call('one', 'two'))).toBe('one');
  expect(frontWith(pin, call('two'))).toBe('two');
  expect(frontWith({ call: 'call', front: 'person' }, call('two'))).toBe('person');
  expect(frontWith({ call: 'another', front: 'person' }, call('two'))).toBe('two');
});

test('one’s own picture goes around all four corners, and to the one it is dropped next to', () => {
  expect(nextCorner(nextCorner(nextCorner(nextCorner('top-left'))))).toBe('top-left');
  expect([cornerAt(0.1, 0.2), cornerAt(0.9, 0.2), cornerAt(0.1, 0.8), cornerAt(0.9, 0.8)]).toEqual([
    'top-left',
    'top-right',
    'bottom-left',
    'bottom-right',
  ]);
});
