import { isSameValue } from '../same-value.ts';

/** A value that changes only once something else has been seen for a while, so that words do not flicker. */
export interface Settled<T> {
  readonly value: T;
  /** What was seen last, and how often in a row. */
  readonly seen: T;
  readonly looks: number;
}

/** So often in a row. */
const LOOKS = 2;

export const settled = <T>(value: T): Settled<T> => ({ value, seen: value, looks: 0 });

export const settle = <T>(before: Settled<T>, seen: T): Settled<T> => {
  const looks = isSameValue(seen, before.seen) ? before.looks + 1 : 1;
  return { value: looks >= LOOKS ? seen : before.value, seen, looks };
};
