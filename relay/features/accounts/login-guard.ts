import { RateLimiterMemory } from 'rate-limiter-flexible';

const FREE_TRIES = 5;
const LONGEST_SECONDS = 15 * 60;
const DAY = 24 * 3600;

/** Each try is begun, and then it failed, succeeded, or was never looked at. */
export interface LoginGuard {
  /**
   * Seconds to wait before this login may be tried from this address, 0 where it may be now. The try counts from here:
   * many at the same time are looked at no more often than one after the other.
   */
  begin(login: string, ip: string): Promise<number>;
  failed(login: string): Promise<void>;
  succeeded(login: string): Promise<void>;
  undone(login: string): Promise<void>;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** The library rejects with its result where there was too much; anything else is a fault. */
const toWait = (refused: unknown): number => {
  if (refused instanceof Error) throw refused;
  return seconds((refused as { msBeforeNext: number }).msBeforeNext);
};

/**
 * Five free tries, then a wait that doubles from 1 s to 15 min for the login, and 20 tries a minute for an address. The
 * same for logins that do not exist. Nobody is locked out for good: that would be a gift to whoever knows your login.
 */
export const createLoginGuard = (scale: number): LoginGuard => {
  const tries = new RateLimiterMemory({ keyPrefix: 'tries', points: Number.MAX_SAFE_INTEGER, duration: DAY });
  const waits = new RateLimiterMemory({ keyPrefix: 'waits', points: 1, duration: LONGEST_SECONDS });
  const addresses = new RateLimiterMemory({
    keyPrefix: 'addresses',
    points: Math.max(1, Math.round(20 * scale)),
    duration: 60,
  });
  const free = Math.round(FREE_TRIES * scale);

  /** Seconds after so many tries in a row. */
  const waitAfter = (count: number): number => (count > free ? Math.min(2 ** (count - free - 1), LONGEST_SECONDS) : 0);

  return {
    async begin(login, ip) {
      const waiting = await waits.get(login);
      if (waiting) return seconds(waiting.msBeforeNext);
      try {
        await addresses.consume(ip);
      } catch (refused) {
        return toWait(refused);
      }
      const { consumedPoints } = await tries.penalty(login);
      const wait = waitAfter(consumedPoints);
      if (wait === 0) return 0;
      try {
        await waits.consume(login, 1, { customDuration: wait });
        return 0;
      } catch (refused) {
        await tries.reward(login); // another try was first
        return toWait(refused);
      }
    },
    async failed(login) {
      const wait = waitAfter((await tries.get(login))?.consumedPoints ?? 0);
      if (wait > 0) await waits.block(login, wait); // from now on, however long it took to see that it was wrong
    },
    async succeeded(login) {
      await tries.delete(login);
      await waits.delete(login);
    },
    async undone(login) {
      await tries.reward(login);
      await waits.delete(login);
    },
  };
};
