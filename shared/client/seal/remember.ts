/**
 * Keeps the last `limit` results of `make` by key. What failed is not kept.
 * Importing a key or checking a signature costs as much as sealing with it, and both are asked for again and again.
 */
export const remember = <A, T>(
  limit: number,
  keyOf: (argument: A) => string,
  make: (argument: A) => Promise<T>,
): ((argument: A) => Promise<T>) => {
  const made = new Map<string, Promise<T>>();

  return (argument) => {
    const key = keyOf(argument);
    const known = made.get(key);
    if (known) return known;

    const making = make(argument);
    made.set(key, making);
    making.catch(() => made.delete(key));
    const [oldest] = made.keys();
    if (made.size > limit && oldest !== undefined) made.delete(oldest);
    return making;
  };
};
