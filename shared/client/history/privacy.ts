import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { SELF } from './schema.ts';
import { write } from './write.ts';

/** What the person of this device has decided to let others know. */
export const privacyStore = (connection: Connection): Pick<History, 'privacy' | 'savePrivacy'> => ({
  privacy: () => connection.run(async (db) => (await db.get('privacy', SELF)) ?? defaultPrivacy),
  savePrivacy: (privacy) =>
    connection.run((db) =>
      write(db, 'strict', ['privacy'], async (transaction) => {
        await transaction.objectStore('privacy').put(privacy, SELF);
      }),
    ),
});
