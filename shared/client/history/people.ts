import type { Contact } from '#shared/protocol/frames.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { together, write } from './write.ts';

const isListed = ({ relation }: Contact): boolean => relation !== 'none';

/** The roster as it was last known. Who has left it stays as `none`, for the name. */
export const peopleStore = (
  connection: Connection,
): Pick<History, 'roster' | 'former' | 'saveRoster' | 'saveContact'> => ({
  roster: () => connection.run(async (db) => (await db.getAll('contacts')).filter(isListed)),
  former: () => connection.run(async (db) => (await db.getAll('contacts')).filter((contact) => !isListed(contact))),

  saveRoster: (contacts) =>
    connection.run((db) =>
      write(db, 'relaxed', ['contacts'], async (transaction) => {
        const store = transaction.objectStore('contacts');
        const before = await store.getAll();
        const left = before.map((contact): Contact => ({ ...contact, relation: 'none' }));
        await together([...left, ...contacts].map((contact) => () => store.put(contact)));
      }),
    ),

  saveContact: (contact) =>
    connection.run((db) =>
      write(db, 'relaxed', ['contacts'], async (transaction) => {
        await transaction.objectStore('contacts').put(contact);
      }),
    ),
});
