import type { Instant } from '#shared/protocol/ids.ts';
import type { ClockSeen } from './store/store.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * What a look at the clock tells after the one before, be that from before a restart. Where it is more than a day ahead of
 * that, it may have been set wrong, or the relay was off: time goes on from where it was, and the clock is believed a day
 * later. One that is set back is believed at once: nothing grows older by that.
 */
export const seeClock = (seen: ClockSeen | undefined, clock: Instant): ClockSeen => {
  const right: ClockSeen = { clock, believed: clock, aheadSince: null };
  if (!seen) return right;
  const passed = clock - seen.clock;
  if (seen.aheadSince === null) return passed > DAY_MS ? { ...seen, clock, aheadSince: clock } : right;
  if (clock - seen.believed <= DAY_MS || clock - seen.aheadSince >= DAY_MS) return right;
  return {
    clock,
    believed: seen.believed + Math.max(0, passed),
    aheadSince: Math.min(seen.aheadSince, clock),
  };
};

/** The time by which things expire (MB14). */
export interface BelievedTime {
  now(): Instant;
  /** About once an hour; what is to be kept over a restart. */
  look(): ClockSeen;
  /** Goes on from a look before the relay was started. */
  goOn(seen: ClockSeen | undefined): void;
}

export const createBelievedTime = (clock: () => Instant): BelievedTime => {
  let seen: ClockSeen | undefined;
  const look = (): ClockSeen => {
    seen = seeClock(seen, clock());
    return seen;
  };
  return {
    now: () => seeClock(seen, clock()).believed,
    look,
    goOn(before) {
      seen = before;
      look();
    },
  };
};
