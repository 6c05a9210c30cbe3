import { regexes } from 'zod/v4/core';

// `vite-lean-zod.ts` puts this module in the place of `zod/mini` in what is built for browsers: the part of it that the
// wire is made of, and of its answers only whether a value fits and what of it is known. The schemas, and the types
// inferred from them, are zod's all the same; zod itself would be a sixth of the popup.

/** What comes of a value that does not fit. */
const misfit = Symbol('misfit');

/** The value as the schema knows it, or {@link misfit}. */
type Read = (value: unknown) => unknown;
type Check = (value: never) => boolean;

interface Schema {
  readonly read: Read;
  /** The values that fit, where the schema lists them. */
  readonly values?: readonly unknown[];
  /** The fields of an object. */
  readonly shape?: Readonly<Record<string, Schema>>;
  check(...checks: readonly Check[]): Schema;
  parse(value: unknown): unknown;
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

const schema = (read: Read, facts?: Pick<Schema, 'values' | 'shape'>): Schema => ({
  ...facts,
  read,
  check: (...checks) =>
    schema((value) => {
      const known = read(value);
      return known !== misfit && checks.every((holds) => holds(known as never)) ? known : misfit;
    }),
  parse: (value) => {
    const data = read(value);
    if (data === misfit) throw new TypeError('The value does not fit its schema');
    return data;
  },
  safeParse: (value) => {
    const data = read(value);
    return data === misfit ? { success: false } : { success: true, data };
  },
});

const where = (fits: (value: unknown) => boolean) => schema((value) => (fits(value) ? value : misfit));

/** Of JSON, where nothing is undefined: a field that is missing is none. */
export const unknown = () => where((value) => value !== undefined);
export const string = () => where((value) => typeof value === 'string');
export const number = () => where(Number.isFinite);
export const int = () => where(Number.isSafeInteger);
export const boolean = () => where((value) => typeof value === 'boolean');

const oneOf = (values: readonly unknown[]) => schema((value) => (values.includes(value) ? value : misfit), { values });

export const literal = (value: unknown) => oneOf([value]);
const enumeration = (values: readonly string[]) => oneOf(values);

export { enumeration as enum };

const orElse = (other: unknown) => (inner: Schema) => schema((value) => (value === other ? value : inner.read(value)));

export const optional = orElse(undefined);
export const nullable = orElse(null);

export const array = (element: Schema) =>
  schema((value) => {
    if (!Array.isArray(value)) return misfit;
    const known = value.map(element.read);
    return known.includes(misfit) ? misfit : known;
  });

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `others`: what becomes of a field that the shape does not have. */
const objectOf = (others: 'dropped' | 'kept' | 'refused') => (shape: Readonly<Record<string, Schema>>) => {
  const fields = Object.entries(shape);
  return schema(
    (value) => {
      if (!isObject(value)) return misfit;
      if (others === 'refused' && Object.keys(value).some((name) => !Object.hasOwn(shape, name))) return misfit;
      const known: Record<string, unknown> = others === 'kept' ? { ...value } : {};
      for (const [name, field] of fields) {
        const read = field.read(value[name]);
        if (read === misfit) return misfit;
        if (name in value) known[name] = read;
      }
      return known;
    },
    { shape },
  );
};

export const object = objectOf('dropped');
export const looseObject = objectOf('kept');
export const strictObject = objectOf('refused');

export const union = (options: readonly Schema[]) =>
  schema((value) => {
    for (const option of options) {
      const known = option.read(value);
      if (known !== misfit) return known;
    }
    return misfit;
  });

export const discriminatedUnion = (discriminator: string, options: readonly Schema[]) => {
  const members = new Map<unknown, Schema>();
  for (const option of options)
    for (const value of option.shape?.[discriminator]?.values ?? []) members.set(value, option);
  return schema((value) => (isObject(value) ? (members.get(value[discriminator])?.read(value) ?? misfit) : misfit));
};

export const regex = (pattern: RegExp) => (value: string) => pattern.test(value);
export const minLength = (least: number) => (value: string | readonly unknown[]) => value.length >= least;
export const maxLength = (most: number) => (value: string | readonly unknown[]) => value.length <= most;
export const gte = (least: number) => (value: number) => value >= least;
export const lte = (most: number) => (value: number) => value <= most;
export const refine = (holds: Check): Check => holds;

export const email = () => string().check(regex(regexes.email));
