import type { Append, Appended, StoreFailure } from '../store.ts';
import type { OperationName } from './part.ts';

/** What the database thread is asked to do. */
export type Job =
  | { readonly type: 'append'; readonly append: Append }
  /** Answered by nothing: whoever acknowledges again changes nothing. */
  | { readonly type: 'acknowledge'; readonly device: number; readonly through: number }
  | { readonly type: 'operation'; readonly name: OperationName; readonly args: readonly unknown[] };

export interface Failure {
  readonly type: 'failed';
  readonly reason: StoreFailure;
  readonly message: string;
}

/** What came of a job; of an append {@link Appended}. */
export type Result =
  | Exclude<Appended, { type: 'failed' }>
  | { readonly type: 'done'; readonly value: unknown }
  | Failure;
