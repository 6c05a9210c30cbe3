import type { FakeClock } from './fake-clock.ts';

/** Lets everything that is under way get on. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Milliseconds of the real clock: ciphers and files work in threads of their own, and a machine may be slow. */
const PATIENCE_MS = 15_000;

/** Waits for a condition, turn by turn; the time of the test does not pass. */
export const until = async (condition: () => boolean, what = 'it'): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
    await turn();
  }
};

/** Long enough for whatever does not need time to pass. */
export const quiet = async (turns = 40): Promise<void> => {
  for (let done = 0; done < turns; done += 1) await turn();
};

/** Waits for a condition while time passes, a tenth of a second each turn. Answers how much has passed. */
export const passing = async (clock: FakeClock, condition: () => boolean, limit = 300_000): Promise<number> => {
  const since = clock.now();
  while (!condition()) {
    if (clock.now() - since > limit) throw new Error(`Not within ${limit} ms`);
    await quiet(3);
    clock.advance(100);
  }
  return clock.now() - since;
};
