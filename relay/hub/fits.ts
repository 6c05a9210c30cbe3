import type * as z from 'zod/mini';

type Fits = (value: unknown) => boolean;
type Checks = readonly z.core.$ZodCheck<never>[] | undefined;

interface Bounds {
  least: number;
  most: number;
  pattern: RegExp | undefined;
}

const boundsOf = (checks: Checks): Bounds => {
  const bounds: Bounds = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY, pattern: undefined };
  for (const check of checks ?? []) {
    const def = (check as z.core.$ZodChecks)._zod.def;
    if (def.check === 'min_length') bounds.least = def.minimum;
    else if (def.check === 'max_length') bounds.most = def.maximum;
    else if (def.check === 'greater_than' && def.inclusive) bounds.least = Number(def.value);
    else if (def.check === 'less_than' && def.inclusive) bounds.most = Number(def.value);
    else if (def.check === 'string_format' && def.format === 'regex') bounds.pattern = def.pattern;
    else throw new Error(`a schema of the wire has the check ${def.check}, which fits.ts does not know`);
  }
  return bounds;
};

const textFits = (checks: Checks): Fits => {
  const { least, most, pattern } = boundsOf(checks);
  if (!pattern) return (value) => typeof value === 'string' && value.length >= least && value.length <= most;
  return (value) => typeof value === 'string' && value.length >= least && value.length <= most && pattern.test(value);
};

const integerFits = (checks: Checks): Fits => {
  const { least, most } = boundsOf(checks);
  return (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
};

const listFits = (element: Fits, checks: Checks): Fits => {
  const { least, most } = boundsOf(checks);
  return (value) => Array.isArray(value) && value.length >= least && value.length <= most && value.every(element);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objectFits = (shape: Readonly<Record<string, z.core.$ZodType>>): Fits => {
  const names = Object.keys(shape);
  const fields = names.map((name) => fits(shape[name] as z.core.$ZodType));
  return (value) => {
    if (!isObject(value)) return false;
    let known = 0;
    for (let i = 0; i < names.length; i++) {
      const field = value[names[i] as string];
      if (!fields[i]?.(field)) return false;
      if (field !== undefined) known++;
    }
    let all = 0;
    for (const _ in value) all++;
    return all === known; // nothing else is in it
  };
};

/** By the literal that tells the members apart. */
const unionFits = (discriminator: string, options: readonly z.core.$ZodType[]): Fits => {
  const members = new Map<unknown, Fits>();
  for (const option of options)
    for (const value of option._zod.propValues?.[discriminator] ?? []) members.set(value, fits(option));
  return (value) => isObject(value) && (members.get(value[discriminator])?.(value) ?? false);
};

/**
 * The schema's own question, "does this JSON value fit?", without its answer (a new object, or what is wrong). Asked of
 * every frame, it takes a third of zod's time. Knows the kinds of schema that the wire is made of, objects strict;
 * any other fails when the relay starts.
 */
export const fits = (schema: z.core.$ZodType): Fits => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'string') return textFits(def.checks);
  if (def.type === 'number' && 'format' in def && def.format === 'safeint') return integerFits(def.checks);
  if (def.type === 'boolean') return (value) => typeof value === 'boolean';
  if (def.type === 'literal' || def.type === 'enum') {
    const values = new Set<unknown>(def.type === 'literal' ? def.values : Object.values(def.entries));
    return (value) => values.has(value);
  }
  if (def.type === 'optional') {
    const present = fits(def.innerType);
    return (value) => value === undefined || present(value);
  }
  if (def.type === 'array') return listFits(fits(def.element), def.checks);
  if (def.type === 'object' && def.catchall?._zod.def.type === 'never' && !def.checks) return objectFits(def.shape);
  if (def.type === 'union' && 'discriminator' in def) return unionFits(String(def.discriminator), def.options);
  throw new Error(`a schema of the wire is of the kind ${def.type}, which fits.ts does not know`);
};
