import { setFlagsFromString } from 'node:v8';

// When many young objects survive, V8 doubles the room for young objects and does not give it back: 20 MB after ten
// thousand people have come online, 2 KB for each who then only sits there (measured, November 2026, V8 12.4). V8 reads
// the factor each time it is about to grow. A new worker thread sets it back, so this comes after the store has started.

/**
 * What the relay was started with (scripts/run.mjs) is for this thread alone: it would stand above the limits that a
 * worker is given (measured: a quarter of a kilobyte more for each of ten thousand people).
 */
export const leaveWorkersTheirLimits = (): void => setFlagsFromString('--max-semi-space-size=0');

/** For a relay whose people mostly wait. */
export const keepHeapSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** For one with hundreds of messages under way, which survive until they are on the disk: a quarter less work for each. */
export const letHeapGrow = (): void => setFlagsFromString('--semi-space-growth-factor=2');
