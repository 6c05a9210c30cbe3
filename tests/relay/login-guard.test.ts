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
  if (isLookedAt) guard.failed('ann');
  return isLookedAt;
};

describe('guesses of a password', () => {
  test('five are free, then the wait doubles from 1 s to 15 min', async () => {
    const guard = createLoginGuard(1, () => Date.now());
    for (let free = 0; free < 5; free += 1) expect(await guess(guard)).toBe(true);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]) {
      expect(await guess(guard)).toBe(true);
      expect(await guard.begin('ann', 'an address')).toBe(seconds);
      vi.advanceTimersByTime(seconds * 1_000 - 1);
      expect(await guess(guard)).toBe(false);
      vi.advanceTimersByTime(1);
    }
  });

  test('[SE16] a clock that is set back makes no wait longer than 15 min', async () => {
    const guard = createLoginGuard(1, () => Date.now());
    for (let free = 0; free <= 5; free += 1) expect(await guess(guard)).toBe(true);
    expect(await guess(guard)).toBe(false);
    vi.setSystemTime(Date.now() - DAY_MS);
    expect(await guess(guard)).toBe(true);
    expect(await guess(guard)).toBe(false);
  });

  test(`of ${GUESSES} in a day, each from another address, about a hundred are looked at, and nobody is locked out`, async () => {
    const guard = createLoginGuard(1, () => Date.now());
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
    const guard = createLoginGuard(1, () => Date.now());
    const waits = await Promise.all(Array.from({ length: 200 }, (_, at) => guard.begin('ann', `address ${at}`)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(6);
    // Each of those was wrong.
    for (let failed = 0; failed < 6; failed += 1) guard.failed('ann');
    expect(await guard.begin('ann', 'an address')).toBe(1);
  });

  test('what was never looked at does not count', async () => {
    const guard = createLoginGuard(1, () => Date.now());
    for (let busy = 0; busy < 50; busy += 1) {
      expect(await guard.begin('ann', `address ${busy}`)).toBe(0);
      guard.undone('ann');
    }
  });

  test('the right one forgets those before it', async () => {
    const guard = createLoginGuard(1, () => Date.now());
    for (let wrong = 0; wrong < 6; wrong += 1) await guess(guard);
    vi.advanceTimersByTime(1_000);
    expect(await guard.begin('ann', 'her own address')).toBe(0);
    guard.succeeded('ann');
    for (let free = 0; free < 5; free += 1) expect(await guess(guard)).toBe(true);
  });

  test('an address has twenty tries a minute, whatever the logins', async () => {
    const guard = createLoginGuard(1, () => Date.now());
    const tries = await Promise.all(Array.from({ length: 21 }, (_, at) => guard.begin(`login ${at}`, '203.0.113.7')));
    expect(tries.filter((wait) => wait === 0)).toHaveLength(20);
    expect(tries.at(-1)).toBe(60);
    expect(await guard.begin('login 21', '203.0.113.8')).toBe(0);
  });
});

describe('a flood of made-up logins', () => {
  const MOST = 100;
  let madeUp = 0;
  let guard: LoginGuard;
  beforeEach(() => {
    guard = createLoginGuard(1, () => Date.now(), MOST);
  });

  /** From an address that nobody has come from. */
  const floodWith = async (count: number): Promise<void> => {
    for (let one = 0; one < count; one += 1) {
      const login = `made-up-${madeUp++}`;
      if ((await guard.begin(login, login)) === 0) guard.failed(login);
    }
  };

  test('is forgotten but for so many, without a timer for each, and all of it after a day', async () => {
    await floodWith(10 * MOST);
    expect(guard.size()).toBe(MOST);
    vi.advanceTimersByTime(60_000); // those of addresses
    expect(vi.getTimerCount()).toBe(0);
    guard.sweep(Date.now() + DAY_MS);
    expect(guard.size()).toBe(0);
  });

  test('gives nobody back tries who has more of them', async () => {
    for (let wrong = 0; wrong < 20; wrong += 1) {
      await guess(guard);
      vi.advanceTimersByTime(900_000);
    }
    await guess(guard);
    await floodWith(10 * MOST);
    expect(await guard.begin('ann', 'an address')).toBe(900);
  });

  test('wins a guess for as many passwords as are known logins, also where each of those has waits', async () => {
    for (let login = 0; login < MOST; login += 1)
      for (let wrong = 0; wrong < 6; wrong += 1)
        if ((await guard.begin(`known-${login}`, `${login} ${wrong}`)) === 0) guard.failed(`known-${login}`);
    const ROUNDS = 20 * MOST;
    let lookedAt = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      if (await guess(guard)) lookedAt += 1;
      await floodWith(1);
    }
    expect(lookedAt).toBeLessThan(6 + ROUNDS / MOST + 5);
  });

  test('that was never looked at drops nobody', async () => {
    for (let wrong = 0; wrong < 6; wrong += 1) await guess(guard);
    for (let busy = 0; busy < 10 * MOST; busy += 1) await guard.begin(`busy-${busy}`, `busy ${busy}`);
    for (let busy = 0; busy < 10 * MOST; busy += 1) guard.undone(`busy-${busy}`);
    expect(guard.size()).toBe(1);
    expect(await guard.begin('ann', 'an address')).toBe(1);
  });

  test('leaves the right password at first to everybody', async () => {
    await floodWith(50 * MOST);
    expect(await guard.begin('bo', 'his own address')).toBe(0);
    guard.succeeded('bo');
    expect(await guard.begin('bo', 'his own address')).toBe(0);
  });
});
