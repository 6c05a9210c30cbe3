/** So many at once, then so many a second. Ten numbers a connection at most, no timers. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface TokenBucket {
  tokens: number;
  at: number;
}

export const fullBucket = (rate: Rate, now: number): TokenBucket => ({ tokens: rate.burst, at: now });

/** Takes one token; 0 where there was one, else the seconds until there will be. A clock set back costs nothing. */
export const take = (bucket: TokenBucket, rate: Rate, now: number): number => {
  const seconds = Math.max(0, now - bucket.at) / 1000;
  const tokens = Math.min(rate.burst, bucket.tokens + seconds * rate.perSecond);
  bucket.at = now;
  bucket.tokens = tokens >= 1 ? tokens - 1 : tokens;
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / rate.perSecond) * 1000) / 1000;
};

/** It lets through what a new one would: it can be forgotten. */
export const isFull = ({ tokens, at }: TokenBucket, { burst, perSecond }: Rate, now: number): boolean =>
  tokens + ((now - at) / 1000) * perSecond >= burst;

export const scaled = (rate: Rate, scale: number): Rate => ({
  burst: Math.max(1, rate.burst * scale),
  perSecond: rate.perSecond * scale,
});

export interface KeyedBuckets {
  take(key: string, now: number): number;
  /** What `take` would answer. */
  wait(key: string, now: number): number;
  /** Forgets the full ones. */
  sweep(now: number): void;
}

/** A bucket for each key, kept only until it is full again. */
export const keyedBuckets = (rate: Rate): KeyedBuckets => {
  const buckets = new Map<string, TokenBucket>();
  return {
    take(key, now) {
      const bucket = buckets.get(key) ?? fullBucket(rate, now);
      buckets.set(key, bucket);
      return take(bucket, rate, now);
    },
    wait(key, now) {
      const bucket = buckets.get(key);
      return bucket ? take({ ...bucket }, rate, now) : 0;
    },
    sweep(now) {
      for (const [key, bucket] of buckets) if (isFull(bucket, rate, now)) buckets.delete(key);
    },
  };
};
