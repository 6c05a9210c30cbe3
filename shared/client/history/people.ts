import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { together, write } from './write.ts';

/** The roster as it was last known. */
export const peopleStore = (connection: Connection): Pick<History, 'roster' | 'saveRoster' | 'saveContact'> => ({
  roster: () => connection.run((db) => db.getAll('contacts')),

  saveRoster: (contacts) =>
    connection.run((db) =>
      write(db, 'relaxed', ['contacts'], async (transaction) => {
        const store = transaction.objectStore('contacts');
        const known = contacts.filter(({ relation }) => relation !== 'none');
        await together([() => store.clear(), ...known.map((contact) => () => store.put(contact))]);
      }),
    ),

  saveContact: (contact) =>
    connection.run((db) =>
      write(db, 'relaxed', ['contacts'], async (transaction) => {
        const store = transaction.objectStore('contacts');
        await (contact.relation === 'none' ? store.delete(contact.account) : store.put(contact));
      }),
    ),
});
