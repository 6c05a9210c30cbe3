import { openDB } from 'idb';
import { StoreError } from '../ports.ts';
import { type Database, migrations, type Schema } from './schema.ts';
import { asStoreError, isClosed } from './store-error.ts';

/** A context of an older version is asked to let go of the database; one that is frozen may not hear it. */
const PATIENCE_MS = 3000;

export interface Connection {
  /**
   * Runs `work` on the open database. Where the connection turns out to be closed it is opened again and `work` runs
   * once more, so `work` must be a single transaction.
   */
  run<T>(work: (db: Database) => Promise<T>): Promise<T>;
  close(): void;
}

const openDatabase = (name: string, forget: () => void): Promise<Database> =>
  new Promise((resolve, reject) => {
    let gaveUp = false;
    const giveUp = () => {
      gaveUp = true;
      reject(new StoreError('storage_blocked'));
    };
    if (!globalThis.indexedDB) return giveUp();

    openDB<Schema>(name, migrations.length, {
      upgrade: (db, from, _, transaction) => {
        for (const migrate of migrations.slice(from)) migrate(db, transaction);
      },
      blocked: () => setTimeout(giveUp, PATIENCE_MS),
      blocking: (_, __, { target }) => {
        forget();
        (target as IDBDatabase).close();
      },
    }).then((db) => (gaveUp ? db.close() : resolve(db)), reject);
  });

/** Opens at the first use, and again after the browser or another context has closed it. */
export const connect = (name: string): Connection => {
  let current: Promise<Database> | undefined;

  const database = (): Promise<Database> => {
    if (current) return current;
    const forget = () => {
      if (current === opening) current = undefined;
    };
    const opening = openDatabase(name, forget);
    opening.catch(forget);
    current = opening;
    return opening;
  };

  const attempt = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const opening = database();
    try {
      return await work(await opening);
    } catch (error) {
      if (isClosed(error) && current === opening) current = undefined;
      throw error;
    }
  };

  return {
    run: async (work) => {
      try {
        return await attempt(work).catch((error: unknown) => {
          if (isClosed(error)) return attempt(work);
          throw error;
        });
      } catch (error) {
        throw asStoreError(error);
      }
    },
    close: () => {
      current?.then(
        (db) => db.close(),
        () => {}, // never opened
      );
      current = undefined;
    },
  };
};
