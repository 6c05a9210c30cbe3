import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A copy with something else, or nothing, in a place that `path` finds by turns. */
const changed = (value: Json, path: readonly number[], replacement: Json | undefined, name: string): Json => {
  if (typeof value !== 'object' || value === null) return replacement ?? null;
  const [turn = 0, ...rest] = path;
  const names = [...Object.keys(value), name];
  const chosen = names[turn % names.length] ?? name;
  const copy: Record<string, Json> = { ...(value as Record<string, Json>) };
  const inner = copy[chosen];
  if (inner !== undefined && rest.length > 0) copy[chosen] = changed(inner, rest, replacement, name);
  else if (replacement === undefined) delete copy[chosen];
  else
    Object.defineProperty(copy, chosen, { value: replacement, enumerable: true, configurable: true, writable: true });
  return Array.isArray(value) ? Object.values(copy) : copy;
};

const ID = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a001';

/** These frames as they come off the wire, with something changed, added or taken away in any place of them. */
export const nearFrames = (frames: readonly object[]): fc.Arbitrary<unknown> => {
  const edges = [4, 24, 32, 44, 88, 48_000].flatMap((length) => ['A'.repeat(length), 'a'.repeat(length + 1)]);
  const lists = [20, 21, 40, 41].map((length) => Array<Json>(length).fill(ID));
  const likely = fc.constantFrom<Json>(...edges, ...lists, '', -1, 0, 1.5, 2 ** 53, true, null, [], {}, ID, 'hello');
  const replacement = fc.oneof(
    likely,
    fc.jsonValue().map((value) => value as Json),
    fc.constant(undefined),
  );
  const name = fc.constantFrom('extra', '__proto__', 'constructor', 'reason', 'id');
  return fc
    .tuple(fc.constantFrom(...frames), fc.array(fc.nat(30), { maxLength: 5 }), replacement, name)
    .map(([frame, path, other, name]) => JSON.parse(JSON.stringify(changed(frame as Json, path, other, name))));
};
