/** A figure is worth nothing if the thing it measures did not happen: fails the whole run. */
export function must(held: boolean, what: string): asserts held {
  if (!held) throw new Error(`the measurement is not valid: ${what}`);
}
