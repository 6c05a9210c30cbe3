import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { write } from './write.ts';

/** What has been typed and not sent. An empty draft is none. */
export const draftStore = (connection: Connection): Pick<History, 'draft' | 'saveDraft'> => ({
  draft: (conversation) => connection.run(async (db) => (await db.get('drafts', conversation)) ?? ''),
  saveDraft: (conversation, text) =>
    connection.run((db) =>
      write(db, 'relaxed', ['drafts'], async (transaction) => {
        const store = transaction.objectStore('drafts');
        await (text ? store.put(text, conversation) : store.delete(conversation));
      }),
    ),
});
