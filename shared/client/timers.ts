import type { Timer } from '#shared/core/mind.ts';
import type { Clock } from './ports.ts';

/** The named timers of a context; setting one again replaces it. */
export interface Timers {
  set(timer: Timer, ms: number): void;
  end(timer: Timer): void;
  endAll(): void;
}

export const createTimers = (clock: Clock, onTime: (timer: Timer) => void): Timers => {
  const cancels = new Map<Timer, () => void>();
  const end = (timer: Timer): void => {
    cancels.get(timer)?.();
    cancels.delete(timer);
  };
  return {
    set: (timer, ms) => {
      end(timer);
      cancels.set(
        timer,
        clock.after(ms, () => {
          cancels.delete(timer);
          onTime(timer);
        }),
      );
    },
    end,
    endAll: () => {
      for (const timer of cancels.keys()) end(timer);
    },
  };
};
