import { between } from '../between.ts';
import { isDiskFull } from './store.ts';

const AGAIN_MS = 60_000;
/** A kilobyte each. */
const MOST = 10_000;

/** What must not be lost because the disk is full for a while. */
export interface WhenThereIsRoom {
  /** Does the work, and again each minute while the disk is full. It is gone with the process. */
  <T>(work: () => Promise<T>): Promise<T>;
  /** About once a second. */
  tick(now: number): void;
}

export const createWhenThereIsRoom = (clock: () => number, onError: (error: unknown) => void): WhenThereIsRoom => {
  let waiting: (() => void)[] = [];
  let triedAt = clock();

  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!isDiskFull(error) || waiting.length >= MOST) throw error;
        if (tries === 1) onError(error);
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  const tick = (now: number): void => {
    if (between(triedAt, now) < AGAIN_MS) return;
    triedAt = now;
    const again = waiting;
    waiting = [];
    for (const go of again) go();
  };

  return Object.assign(attempt, { tick });
};
