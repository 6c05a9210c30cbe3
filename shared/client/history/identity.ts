import type { OwnIdentity } from '../identity/identity-keys.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { SELF } from './schema.ts';
import { write } from './write.ts';

const add = (connection: Connection, identityKey: string, more: Partial<OwnIdentity>): Promise<void> =>
  connection.run((db) =>
    write(db, 'strict', ['identity'], async (transaction) => {
      const store = transaction.objectStore('identity');
      const identity = await store.get(SELF);
      if (identity?.key === identityKey) await store.put({ ...identity, ...more }, SELF);
    }),
  );

/** The account's identity key, and what this device holds to be true of others'. */
export const identityStore = (
  connection: Connection,
): Pick<History, 'saveIdentity' | 'saveRecovery' | 'saveJoined' | 'changePin'> => ({
  saveIdentity: (identity) =>
    connection.run((db) =>
      write(db, 'strict', ['identity'], async (transaction) => {
        await transaction.objectStore('identity').put(identity, SELF);
      }),
    ),

  saveRecovery: (identityKey, recovery) => add(connection, identityKey, { recovery }),
  saveJoined: (identityKey, joined) => add(connection, identityKey, { joined }),

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
