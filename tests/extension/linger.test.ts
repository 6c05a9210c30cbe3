import { expect, test } from 'vitest';
import type { Room, RoomEnding } from '#shared/core/rooms/room.ts';
import { closesIn } from '../../extension/entrypoints/call/linger.ts';
import { ended, incoming, signedOut } from './fake-client.ts';

const none = { phase: 'none' } as const;
const online = { ...signedOut, link: { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' } } as const;

test('the call window stays while a call rings', () => {
  expect(closesIn({ ...online, call: incoming }, none, false)).toBeUndefined();
});

test('it leaves time to read how the call ended and to call again', () => {
  const over = ended({ kind: 'ended', reason: 'hang-up', by: 'them', seconds: 5 });
  expect(closesIn({ ...online, call: over }, none, true)).toBe(6000);
});

test.each([
  { kind: 'ended', reason: 'declined', by: 'them', seconds: 0 },
  { kind: 'refused', reason: 'unanswered' },
] as const)('[R39] it leaves the caller a minute to leave something for who was not reached: $kind', (ending) => {
  expect(closesIn({ ...online, call: ended(ending) }, none, true)).toBe(60_000);
});

test.each([
  { kind: 'answered-elsewhere' },
  { kind: 'declined-elsewhere' },
  { kind: 'ended', reason: 'declined', by: 'me', seconds: 0 },
] as const)('it goes soon where nothing is left to read or to press: $kind', (ending) => {
  expect(closesIn({ ...online, call: ended(ending) }, none, true)).toBe(1500);
});

test('it goes at once when the ended call was dismissed', () => {
  expect(closesIn(online, none, true)).toBe(0);
});

test('it does not give up on its call before the relay has answered', () => {
  expect(closesIn(signedOut, none, false)).toBeUndefined();
  expect(closesIn(online, none, false)).toBe(6000);
});

const room = { code: 'aB3dE6gH9k', link: 'https://tincan.example/#/room/x', name: 'The walk' } as const;
const over = (ending: RoomEnding): Room => ({ ...room, phase: 'over', ending });

test('the call window stays while somebody is in a room, or waits to be let in', () => {
  expect(closesIn(online, { ...room, phase: 'joining' }, true)).toBeUndefined();
  expect(closesIn(online, { ...room, phase: 'knocking' }, true)).toBeUndefined();
});

test('it leaves time to read why a room is over, and goes soon when the person has left it', () => {
  expect(closesIn(online, over({ kind: 'lost', loss: 'removed' }), true)).toBe(6000);
  expect(closesIn(online, over({ kind: 'left' }), true)).toBe(1500);
});

test('it stays for a call that was answered in a room', () => {
  const answered = over({ kind: 'call' });
  expect(closesIn({ ...online, call: incoming }, answered, true)).toBeUndefined();
  const ending = ended({ kind: 'ended', reason: 'hang-up', by: 'them', seconds: 5 });
  expect(closesIn({ ...online, call: ending }, answered, true)).toBe(6000);
});
