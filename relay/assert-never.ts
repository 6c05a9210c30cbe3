/** Closes a switch: a new member of the union is an error of types here. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
};
