import type { Clock } from '../ports.ts';

/** Several changes come together: one backup has them all. */
const SETTLED_MS = 5_000;

/** Renews the backup a little after what is in it has changed. */
export interface Renewal {
  look(): void;
  close(): void;
}

export const createRenewal = (
  clock: Clock,
  renew: () => Promise<void>,
  onBroken: (error: unknown) => void,
): Renewal => {
  let stop = (): void => {};
  return {
    look: () => {
      stop();
      stop = clock.after(SETTLED_MS, () => void renew().catch(onBroken));
    },
    close: () => stop(),
  };
};
