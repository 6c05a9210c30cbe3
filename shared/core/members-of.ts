/** Members of an object by their names; of anything else, none. */
export const membersOf = (value: unknown): Readonly<Partial<Record<string, unknown>>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
