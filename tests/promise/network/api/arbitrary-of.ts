import fc from 'fast-check';
import type { Schema } from '../../../../relay/http/docs/openapi.ts';

/** Real values, such as a login that exists, by the names of the fields that hold them; in a path they are `{name}`. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

export type Schemas = Readonly<Record<string, Schema>>;

/** No longer than that where the schema does not ask for it. */
const ROOM = 20;
const SAFE = Number.MAX_SAFE_INTEGER;

const text = ({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema): fc.Arbitrary<string> =>
  pattern === undefined
    ? fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, minLength + ROOM) })
    : fc
        .stringMatching(new RegExp(pattern), { size: 'small' })
        .filter(({ length }) => minLength <= length && length <= maxLength);

/** Values that fit a schema of the description, `known` ones among them. */
export const arbitraryOf = (schema: Schema, schemas: Schemas, known: Known): fc.Arbitrary<unknown> => {
  const inner = (part: Schema): fc.Arbitrary<unknown> => arbitraryOf(part, schemas, known);
  const { $ref, type, properties, required = [], items, minimum, maximum } = schema;
  if ($ref !== undefined) return inner(schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map(inner));
  if (properties)
    return fc.record(
      Object.fromEntries(
        Object.entries(properties).map(([name, part]) => [name, namedArbitrary(name, part, schemas, known)]),
      ),
      { requiredKeys: [...required] },
    );
  if (items) return fc.array(inner(items), { maxLength: 5 });
  if (type === 'string') return text(schema);
  if (type === 'integer') return fc.integer({ min: minimum ?? -SAFE, max: maximum ?? SAFE });
  if (type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (type === 'boolean') return fc.boolean();
  return fc.jsonValue();
};

/** The same for what has a name. */
export const namedArbitrary = (name: string, schema: Schema, schemas: Schemas, known: Known): fc.Arbitrary<unknown> => {
  const any = arbitraryOf(schema, schemas, known);
  const real = known[name];
  return real ? fc.oneof(fc.constantFrom(...real), any) : any;
};
