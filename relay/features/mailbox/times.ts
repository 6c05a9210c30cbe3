import type { Instant } from '#shared/protocol/ids.ts';

/**
 * A clock that is further back than this has been set right, and is believed: what is said for hours is not to be shown
 * with times that are hours ahead.
 */
const BACK_MS = 5 * 60_000;

/** When envelopes are committed. Knows nothing of what a person is but that it is always the same object. */
export interface Times {
  /** Of this person's next one: behind all of theirs, for their order is told by it (CO6, RE3). */
  next(person: object): Instant;
  /** Goes on from what was committed before the relay was started. */
  goOn(from: Instant): void;
}

const notBefore = (now: Instant, least: Instant): Instant => (now < least && least - now < BACK_MS ? least : now);

/** Times by a clock that may be set back (MB13). */
export const createTimes = (clock: () => Instant): Times => {
  // Not the time of any envelope: many at once would drive the times of all ahead of the clock.
  let latest = 0;
  const last = new WeakMap<object, Instant>();
  return {
    next(person) {
      latest = notBefore(clock(), latest);
      const at = notBefore(latest, (last.get(person) ?? 0) + 1);
      last.set(person, at);
      return at;
    },
    goOn(from) {
      latest = Math.max(latest, from);
    },
  };
};
