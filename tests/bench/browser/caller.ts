import type { FakeDevices } from '#tests/e2e/fixtures/browser.ts';
import { devicesFor, SENSES } from '#tests/e2e/fixtures/senses.ts';

/**
 * Chromium's own test picture, and a tone where its microphone would beep once a second. Each has another one: what sounds
 * like the other side is taken for its echo.
 */
export const talking = (who: keyof typeof SENSES): FakeDevices => {
  const { microphone } = devicesFor(SENSES[who]);
  return microphone === undefined ? {} : { microphone };
};

/** Milliseconds of one call that is looked at. */
export interface CallTimes {
  /** Click on call → the callee's device rings. */
  readonly ring: number;
  /** Click on answer → the callee's first video frame at the caller. */
  readonly calleeAtCaller: number;
  /** Click on answer → the caller's first video frame at the callee. */
  readonly callerAtCallee: number;
}

/** Two people in two browsers who can call each other. */
export interface CallPair {
  call(): Promise<CallTimes>;
  /**
   * Milliseconds from the click on answer until each hears the other, in a call of its own: who listens asks the browser
   * so often that the picture comes later.
   */
  hear(): Promise<number>;
  close(): Promise<void>;
}
