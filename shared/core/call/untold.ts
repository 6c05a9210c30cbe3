import type { Instant } from '#shared/protocol/ids.ts';
import type { ActiveCall } from './call.ts';

/** Later than this nobody expects a microphone to go on by itself. Milliseconds. */
export const HANDOVER_MS = 5_000;

/** The device that the call was moved from has not said what was on there, and is not believed any more (SPEC CA18). */
export const isUntold = ({ movingFrom, undecided }: ActiveCall, now: Instant): boolean =>
  movingFrom === undefined && undecided !== undefined && now - undecided.since >= HANDOVER_MS;
