import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts something against a key; seconds to wait where there was too much of it, else 0. */
export type Throttle = (key: string) => Promise<number>;

/** `points` in `duration` seconds. */
export const throttle = (points: number, duration: number): Throttle => {
  const limiter = new RateLimiterMemory({ points, duration });
  return async (key) => {
    const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
    return consumedPoints > points ? Math.ceil(msBeforeNext / 1000) : 0;
  };
};
