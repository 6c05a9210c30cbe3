import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { SELF } from './schema.ts';
import { write } from './write.ts';

/** The account's identity key, and what this device holds to be true of others'. */
export const identityStore = (
  connection: Connection,
): Pick<History, 'saveIdentity' | 'saveRecovery' | 'changePin'> => ({
  saveIdentity: (identity) =>
    connection.run((db) =>
      write(db, 'strict', ['identity'], async (transaction) => {
        await transaction.objectStore('identity').put(identity, SELF);
      }),
    ),

  saveRecovery: (identityKey, recovery) =>
    connection.run((db) =>
      write(db, 'strict', ['identity'], async (transaction) => {
        const store = transaction.objectStore('identity');
        const identity = await store.get(SELF);
        if (identity?.key === identityKey) await store.put({ ...identity, recovery }, SELF);
      }),
    ),

  changePin: (account, change) =>
    connection.run((db) =>
      write(db, 'strict', ['pins'], async (transaction) => {
        const store = transaction.objectStore('pins');
        const present = await store.get(account);
        const pin = change(present);
        if (pin !== present) await store.put(pin);
        return pin;
      }),
    ),
});
