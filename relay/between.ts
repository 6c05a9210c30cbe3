import type { Instant } from '#shared/protocol/ids.ts';

/** Milliseconds between the two, whichever is later: a clock that was set back must not hold up what waits for time to pass. */
export const between = (then: Instant, now: Instant): number => Math.abs(now - then);
