/** Resolves when it is this one's turn, to what is called once when it is over. */
export type AtOnce<Key> = (key: Key) => Promise<() => void>;

/** `most` of each key at once; who comes beyond waits for one of them to be over, in the order they came. */
export const createAtOnce = <Key>(most: number): AtOnce<Key> => {
  const turns = new Map<Key, { present: number; readonly waiting: (() => void)[] }>();

  return async (key) => {
    const turn = turns.get(key) ?? { present: 0, waiting: [] };
    turns.set(key, turn);
    if (turn.present < most) turn.present += 1;
    else await new Promise<void>((resolve) => turn.waiting.push(resolve));
    return () => {
      const next = turn.waiting.shift(); // takes over this place
      if (next) return next();
      turn.present -= 1;
      if (turn.present === 0) turns.delete(key);
    };
  };
};
