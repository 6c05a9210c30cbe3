/** Whether two values of plain data say the same. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const ours = Object.entries(a);
  return (
    ours.length === Object.keys(b).length &&
    ours.every(([key, value]) => Object.hasOwn(b, key) && isSameValue(value, Reflect.get(b, key)))
  );
};
