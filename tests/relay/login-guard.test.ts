import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLoginGuard, type LoginGuard } from '../../relay/features/accounts/login-guard.ts';

const GUESSES = 100_000;
const DAY_MS = 24 * 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A wrong password for ann from an address that nobody has come from; whether it was looked at. */
let addresses = 0;
const guess = async (guard: LoginGuard): Promise<boolean> => {
  const isLookedAt = (await guard.begin('ann', `address ${addresses++}`)) === 0;
  if (isLookedAt) await guard.failed('ann');
  return isLookedAt;
};

describe('guesses of a password', () => {
  test('five are free, then the wait doubles from 1 s to 15 min', async () => {
    const guard = createLoginGuard(1);
    for (let free = 0; free < 5; free += 1) expect(await guess(guard)).toBe(true);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]) {
      expect(await guess(guard)).toBe(true);
      expect(await guard.begin('ann', 'an address')).toBe(seconds);
      vi.advanceTimersByTime(seconds * 1_000 - 1);
      expect(await guess(guard)).toBe(false);
      vi.advanceTimersByTime(1);
    }
  });

  test(`of ${GUESSES} in a day, each from another address, about a hundred are looked at, and nobody is locked out`, async () => {
    const guard = createLoginGuard(1);
    let lookedAt = 0;
    for (let count = 0; count < GUESSES; count += 1) {
      if (await guess(guard)) lookedAt += 1;
      vi.advanceTimersByTime(DAY_MS / GUESSES);
    }
    expect(lookedAt).toBeGreaterThan(95);
    expect(lookedAt).toBeLessThan(112);
    vi.advanceTimersByTime(900_000);
    expect(await guard.begin('ann', 'her own address')).toBe(0);
  }, 60_000);

  test('many at the same time are looked at no more often than one after the other', async () => {
    const guard = createLoginGuard(1);
    const waits = await Promise.all(Array.from({ length: 200 }, (_, at) => guard.begin('ann', `address ${at}`)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(6);
    // Each of those was wrong.
    for (let failed = 0; failed < 6; failed += 1) await guard.failed('ann');
    expect(await guard.begin('ann', 'an address')).toBe(1);
  });

  test('what was never looked at does not count', async () => {
    const guard = createLoginGuard(1);
    for (let busy = 0; busy < 50; busy += 1) {
      expect(await guard.begin('ann', `address ${busy}`)).toBe(0);
      await guard.undone('ann');
    }
  });

  test('the right one forgets those before it', async () => {
    const guard = createLoginGuard(1);
    for (let wrong = 0; wrong < 6; wrong += 1) await guess(guard);
    vi.advanceTimersByTime(1_000);
    expect(await guard.begin('ann', 'her own address')).toBe(0);
    await guard.succeeded('ann');
    for (let free = 0; free < 5; free += 1) expect(await guess(guard)).toBe(true);
  });

  test('an address has twenty tries a minute, whatever the logins', async () => {
    const guard = createLoginGuard(1);
    const tries = await Promise.all(Array.from({ length: 21 }, (_, at) => guard.begin(`login ${at}`, '203.0.113.7')));
    expect(tries.filter((wait) => wait === 0)).toHaveLength(20);
    expect(tries.at(-1)).toBe(60);
    expect(await guard.begin('login 21', '203.0.113.8')).toBe(0);
  });
});
