import type { FakeClock } from './fake-clock.ts';

/** Lets everything that is under way get on. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits for a condition, turn by turn; time does not pass. */
export const until = async (condition: () => boolean, what = 'it'): Promise<void> => {
  for (let turns = 0; turns < 2_000; turns += 1) {
    if (condition()) return;
    await turn();
  }
  throw new Error(`Waited in vain for ${what}`);
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
