import { setTimeout as sleep } from 'node:timers/promises';

/** Requests that have not been answered yet. */
export interface UnderWay {
  /** One has come. Returns what ends it. */
  begin(): () => void;
  /** Resolves when none is left, or after so many milliseconds. */
  over(within: number): Promise<void>;
}

export const createUnderWay = (): UnderWay => {
  let count = 0;
  let idle: (() => void) | undefined;
  return {
    begin() {
      count += 1;
      return () => {
        count -= 1;
        if (count === 0) idle?.();
      };
    },
    async over(within) {
      if (count === 0) return;
      const patience = new AbortController();
      const allAnswered = new Promise<void>((resolve) => {
        idle = resolve;
      });
      await Promise.race([allAnswered, sleep(within, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
    },
  };
};
