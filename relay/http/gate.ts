import type { Limits } from '../hub/limits.ts';
import { keyedBuckets } from '../hub/token-bucket.ts';
import { Refusal } from './refusal.ts';

/** What one address may ask of the API in all, whoever asks there (HT4). Refuses with `rate_limited`. */
export interface Gate {
  /** One more request. */
  enter(ip: string): void;
  /** Before a token that may be made up is looked up, which costs the thread of the database a job. */
  show(ip: string): void;
  /** The token was nobody's. */
  wasWrong(ip: string): void;
  /** Forgets who has not come for a while. */
  sweep(): void;
}

export const createGate = (limits: Pick<Limits, 'requests' | 'wrongTokens'>, clock: () => number): Gate => {
  const requests = keyedBuckets(limits.requests);
  const wrongTokens = keyedBuckets(limits.wrongTokens);

  const refuseFor = (seconds: number, detail: string): void => {
    if (seconds > 0) throw new Refusal('rate_limited', detail, seconds);
  };

  return {
    enter: (ip) => refuseFor(requests.take(ip, clock()), 'too many requests from this address'),
    show: (ip) => refuseFor(wrongTokens.wait(ip, clock()), 'too many wrong tokens from this address'),
    wasWrong(ip) {
      wrongTokens.take(ip, clock());
    },
    sweep() {
      for (const buckets of [requests, wrongTokens]) buckets.sweep(clock());
    },
  };
};
