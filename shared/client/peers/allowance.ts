export interface AllowanceOptions {
  /** In a row. */
  readonly most: number;
  /** Milliseconds until there is one more again. */
  readonly every: number;
  readonly now: () => number;
}

/** What the other side may cause here: false where it is too much at once. */
export const createAllowance = ({ most, every, now }: AllowanceOptions): (() => boolean) => {
  let left = most;
  let at = now();
  return () => {
    const more = Math.floor((now() - at) / every);
    at += more * every;
    left = Math.min(most, left + more);
    if (left === 0) return false;
    left -= 1;
    return true;
  };
};
