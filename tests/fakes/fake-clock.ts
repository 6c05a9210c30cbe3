import type { Clock } from '#shared/client/ports.ts';

export interface FakeClock extends Clock {
  /** Moves time on; what is due runs in the order in which it is due. */
  advance(ms: number): void;
  /** When the next timer is due. */
  next(): number | undefined;
}

export const createFakeClock = (start = 1_800_000_000_000): FakeClock => {
  let now = start;
  let timers: readonly { readonly at: number; readonly run: () => void }[] = [];

  const due = (until: number) => timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance: (ms) => {
      const until = now + ms;
      for (let timer = due(until); timer; timer = due(until)) {
        now = Math.max(now, timer.at);
        const ran = timer;
        timers = timers.filter((one) => one !== ran);
        timer.run();
      }
      now = until;
    },
    next: () => timers.map(({ at }) => at).sort((a, b) => a - b)[0],
  };
};
