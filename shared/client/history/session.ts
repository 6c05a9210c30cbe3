import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { type OutboxRow, SELF } from './schema.ts';
import { together, write } from './write.ts';

/** One for each day that a backup of the relay may be old. */
const FORMER_TOKENS = 30;

const withoutBoxes = ({ entry: { sealed: _, ...entry }, ...row }: OutboxRow): OutboxRow => ({ ...row, entry });

/** Who this device is, and the end of everything it remembers. */
export const sessionStore = (
  connection: Connection,
): Pick<History, 'saveSession' | 'renewToken' | 'secrets' | 'saveKeys' | 'oneTimeKey' | 'oneTimeKeys' | 'erase'> => ({
  secrets: () => connection.run((db) => db.get('secrets', SELF)),
  oneTimeKey: (id) => connection.run((db) => db.get('one_time_keys', id)),
  oneTimeKeys: () => connection.run((db) => db.count('one_time_keys')),

  saveKeys: (device, secrets, oneTime) =>
    connection.run((db) =>
      write(db, 'strict', ['session', 'secrets', 'one_time_keys'], async (transaction) => {
        const session = await transaction.objectStore('session').get(SELF);
        if (session?.device !== device) return; // signed out meanwhile
        const keys = transaction.objectStore('one_time_keys');
        const oldest = secrets.prekeys[0]?.id ?? 0;
        const orphans = await keys.index('prekey').getAllKeys(IDBKeyRange.upperBound(oldest, true));
        await together([
          () => transaction.objectStore('secrets').put(secrets, SELF),
          ...orphans.map((id) => () => keys.delete(id)),
          ...oneTime.map((key) => () => keys.put(key)),
        ]);
      }),
    ),

  saveSession: (session, secrets) =>
    connection.run((db) =>
      write(db, 'strict', [...db.objectStoreNames], async (transaction) => {
        const before = await transaction.objectStore('session').get(SELF);
        if (before?.account.uid !== session.account.uid) {
          // What another person, or a context that had not yet heard of the sign-out, has left here.
          await together([...db.objectStoreNames].map((name) => () => transaction.objectStore(name).clear()));
        } else if (before.device !== session.device) {
          // A new device: its mailbox starts at 1, what was sealed for the former one does not come, and boxes that
          // it has signed are no good.
          const outbox = transaction.objectStore('outbox');
          const waiting = await outbox.getAll();
          await together([
            () => transaction.objectStore('cursor').delete(SELF),
            () => transaction.objectStore('one_time_keys').clear(),
            ...waiting.map((row) => () => outbox.put(withoutBoxes(row))),
          ]);
        }
        await together([
          () => transaction.objectStore('session').put(session, SELF),
          () => transaction.objectStore('secrets').put(secrets, SELF),
        ]);
      }),
    ),

  renewToken: (present, token, since) =>
    connection.run((db) =>
      write(db, 'strict', ['session'], async (transaction) => {
        const sessions = transaction.objectStore('session');
        const session = await sessions.get(SELF);
        if (session?.token !== present) return;
        const former = [present, ...(session.former ?? [])].filter((one) => one !== token).slice(0, FORMER_TOKENS);
        await sessions.put({ ...session, token, since, former }, SELF);
      }),
    ),

  // Emptied, not deleted: a deletion waits for every other context to close, one of which may be frozen.
  erase: () =>
    connection.run((db) =>
      write(db, 'strict', [...db.objectStoreNames], async (transaction) => {
        await together([...db.objectStoreNames].map((name) => () => transaction.objectStore(name).clear()));
      }),
    ),
});
