import type * as z from 'zod/mini';

/** The value in the shape of the schema; `undefined` where it has another. */
export const parse = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> | undefined => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};

export const parseJson = <Schema extends z.ZodMiniType>(schema: Schema, text: string): z.infer<Schema> | undefined => {
  try {
    return parse(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
};
