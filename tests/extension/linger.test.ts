import { expect, test } from 'vitest';
import { closesIn } from '../../extension/entrypoints/call/linger.ts';
import { ended, incoming, signedOut } from './fake-client.ts';

const online = { ...signedOut, link: { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' } } as const;

test('the call window stays while a call rings', () => {
  expect(closesIn({ ...online, call: incoming }, false)).toBeUndefined();
});

test('it leaves time to read how the call ended and to call again', () => {
  const over = ended({ kind: 'ended', reason: 'hang-up', by: 'them', seconds: 5 });
  expect(closesIn({ ...online, call: over }, true)).toBe(6000);
});

test.each([
  { kind: 'ended', reason: 'declined', by: 'them', seconds: 0 },
  { kind: 'refused', reason: 'unanswered' },
] as const)('[R39] it leaves the caller a minute to leave something for who was not reached: $kind', (ending) => {
  expect(closesIn({ ...online, call: ended(ending) }, true)).toBe(60_000);
});

test.each([
  { kind: 'answered-elsewhere' },
  { kind: 'declined-elsewhere' },
  { kind: 'ended', reason: 'declined', by: 'me', seconds: 0 },
] as const)('it goes soon where nothing is left to read or to press: $kind', (ending) => {
  expect(closesIn({ ...online, call: ended(ending) }, true)).toBe(1500);
});

test('it goes at once when the ended call was dismissed', () => {
  expect(closesIn(online, true)).toBe(0);
});

test('it does not give up on its call before the relay has answered', () => {
  expect(closesIn(signedOut, false)).toBeUndefined();
  expect(closesIn(online, false)).toBe(6000);
});
