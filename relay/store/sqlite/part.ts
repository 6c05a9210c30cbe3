import type { Append, Appended, StoreOperations } from '../store.ts';

/** An operation as it runs inside the transaction: at once. */
type Sync<Operation> = Operation extends (...args: infer Args) => Promise<infer Result>
  ? (...args: Args) => Result
  : never;

export type OperationName = keyof StoreOperations;

/** Some of the store's operations. */
export type Part<Names extends OperationName> = { readonly [Name in Names]: Sync<StoreOperations[Name]> };

export type AppendOperation = (append: Append) => Exclude<Appended, { type: 'failed' }>;
