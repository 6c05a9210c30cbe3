import { StoreError } from '../ports.ts';

const CLOSED: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'TransactionInactiveError']);

/** The database was closed under us: cleared by the browser, or for another context that brings a newer version. */
export const isClosed = (error: unknown): boolean => error instanceof DOMException && CLOSED.has(error.name);

/**
 * What IndexedDB refuses, as a reason. Private windows that have no database, or one that cannot hold keys
 * (DataCloneError), are `storage_blocked`. What is no refusal of the browser's stays as it is.
 */
export const asStoreError = (error: unknown): unknown => {
  if (!(error instanceof DOMException)) return error;
  return new StoreError(error.name === 'QuotaExceededError' ? 'storage_full' : 'storage_blocked', { cause: error });
};
