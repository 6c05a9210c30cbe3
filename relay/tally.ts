// What is measured on the way costs next to nothing there: plain numbers, read by whoever asks for metrics.

/** How often each of these has happened since the start. */
export type Tally<Key> = Map<Key, number>;

export const tally = <Key>(): Tally<Key> => new Map();

export const count = <Key>(tally: Tally<Key>, key: Key): void => {
  tally.set(key, (tally.get(key) ?? 0) + 1);
};

/** How many were how large since the start: `counts[i]` up to `bounds[i]`, the last of them beyond all bounds. */
export interface Spread {
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum: number;
}

/** `bounds` rise. */
export const newSpread = (bounds: readonly number[]): Spread => ({
  bounds,
  counts: [...bounds.map(() => 0), 0],
  sum: 0,
});

export const note = (spread: Spread, value: number): void => {
  let place = 0;
  while (value > (spread.bounds[place] ?? Number.POSITIVE_INFINITY)) place += 1;
  spread.counts[place] = (spread.counts[place] ?? 0) + 1;
  spread.sum += value;
};
