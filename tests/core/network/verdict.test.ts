import { expect, test } from 'vitest';
import { verdictOf } from '#shared/core/network/verdict.ts';

test.each([
  [{ stun: 'works', turnUdp: 'works', turnTcp: 'works' }, 'anywhere'],
  [{ stun: 'fails', turnUdp: 'works', turnTcp: 'absent' }, 'anywhere'],
  [{ stun: 'works', turnUdp: 'absent', turnTcp: 'works' }, 'anywhere'],
  [{ stun: 'fails', turnUdp: 'fails', turnTcp: 'works' }, 'slow'],
  [{ stun: 'works', turnUdp: 'absent', turnTcp: 'absent' }, 'some'],
  [{ stun: 'fails', turnUdp: 'fails', turnTcp: 'fails' }, 'nowhere'],
  [{ stun: 'absent', turnUdp: 'absent', turnTcp: 'absent' }, 'nowhere'],
] as const)('[R24] %o lets calls through %s', (ways, verdict) => {
  expect(verdictOf(ways)).toBe(verdict);
});
