import type { IDBPTransaction, StoreNames } from 'idb';
import type { Database, Schema } from './schema.ts';

/**
 * `strict` resolves once it is on the disk; `relaxed` is for what the relay or the person can say again.
 * A transaction whose work throws leaves nothing behind.
 */
export const write = async <const Stores extends readonly StoreNames<Schema>[], T>(
  db: Database,
  durability: 'strict' | 'relaxed',
  stores: Stores,
  work: (transaction: IDBPTransaction<Schema, Stores, 'readwrite'>) => Promise<T>,
): Promise<T> => {
  const transaction = db.transaction(stores, 'readwrite', { durability });
  // Where the work fails first, this rejection has nobody else to hear it.
  transaction.done.catch(() => {});
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    // Why the transaction ended tells more than that a request came too late for it.
    const reason = transaction.error ?? error;
    abort(transaction);
    throw reason;
  }
};

const abort = (transaction: { abort(): void }): void => {
  try {
    transaction.abort();
  } catch {
    // It has aborted by itself already.
  }
};

/**
 * Several requests of one transaction at once. A request that throws, as one does whose value cannot be stored, counts
 * like one that fails: the others are not left without anyone to hear of them.
 */
export const together = (requests: readonly (() => Promise<unknown>)[]): Promise<unknown> =>
  Promise.all(requests.map(async (request) => request()));
