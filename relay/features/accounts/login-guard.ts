import { RateLimiterMemory } from 'rate-limiter-flexible';

const FREE_TRIES = 5;
const LONGEST_SECONDS = 15 * 60;
const DAY = 24 * 3600;

export interface LoginGuard {
  /** Seconds to wait before this login may be tried from this address, 0 where it may be now. Counts the try of the address. */
  wait(login: string, ip: string): Promise<number>;
  failed(login: string): Promise<void>;
  succeeded(login: string): Promise<void>;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/**
 * Five free tries, then a wait that doubles from 1 s to 15 min for the login, and 20 tries a minute for an address. The
 * same for logins that do not exist. Nobody is locked out for good: that would be a gift to whoever knows your login.
 */
export const createLoginGuard = (scale: number): LoginGuard => {
  const failures = new RateLimiterMemory({ keyPrefix: 'failures', points: Number.MAX_SAFE_INTEGER, duration: DAY });
  const waits = new RateLimiterMemory({ keyPrefix: 'waits', points: 1, duration: LONGEST_SECONDS });
  const addresses = new RateLimiterMemory({
    keyPrefix: 'addresses',
    points: Math.max(1, Math.round(20 * scale)),
    duration: 60,
  });

  return {
    async wait(login, ip) {
      const waiting = await waits.get(login);
      if (waiting) return seconds(waiting.msBeforeNext);
      try {
        await addresses.consume(ip);
        return 0;
      } catch (refused) {
        if (refused instanceof Error) throw refused;
        return seconds((refused as { msBeforeNext: number }).msBeforeNext); // the library rejects with its result
      }
    },
    async failed(login) {
      const { consumedPoints } = await failures.penalty(login);
      const over = consumedPoints - Math.round(FREE_TRIES * scale);
      if (over > 0) await waits.block(login, Math.min(2 ** (over - 1), LONGEST_SECONDS));
    },
    async succeeded(login) {
      await failures.delete(login);
    },
  };
};
