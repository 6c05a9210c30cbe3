/** A choice that this device keeps from visit to visit. */
export interface Remembered<Value> {
  read(): Value;
  write(value: Value): void;
}

/**
 * Storage that is blocked or holds something else costs the choice, not what was chosen for: it lasts as long as the page.
 * `readable` makes a value of whatever was kept, `undefined` where that is nothing.
 */
export const remembered = <Value>(name: string, readable: (kept: unknown) => Value): Remembered<Value> => {
  const key = `tincan.${name}`;
  return {
    read: () => {
      try {
        return readable(JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined);
      } catch {
        return readable(undefined);
      }
    },
    write: (value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // As above.
      }
    },
  };
};
