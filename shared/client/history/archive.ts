import { itemKey } from '#shared/core/chat/item-key.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { Archive } from '../ports.ts';
import { indexBacklog } from './backlog.ts';
import type { Connection } from './connection.ts';
import { deleteItems, ITEM_STORES } from './items.ts';
import { search } from './search.ts';
import { together, write } from './write.ts';

const whole = (conversation: ConversationId): IDBKeyRange =>
  IDBKeyRange.bound([conversation], [conversation, Number.POSITIVE_INFINITY]);

/** What is done with the history as a whole, when someone asks for it: loaded then. */
export const archiveStore = (connection: Connection): Archive => ({
  search: (wanted) => connection.run((db) => search(db, wanted)),
  indexBacklog: () => indexBacklog(connection),

  contents: (conversation) =>
    connection.run(async (db) => {
      const transaction = db.transaction(['items', 'files']);
      const items = transaction.objectStore('items').index('order');
      const files = transaction.objectStore('files').index('conversation');
      const [messages, kept] = await Promise.all([
        items.count(conversation === undefined ? null : whole(conversation)),
        files.count(conversation ?? null),
      ]);
      return { items: messages, files: kept };
    }),

  deleteOldest: (conversation, limit) =>
    connection.run((db) =>
      write(db, 'strict', [...ITEM_STORES, 'conversations', 'outbox', 'drafts', 'files'], async (transaction) => {
        const items = await transaction.objectStore('items').index('order').getAll(whole(conversation), limit);
        const keys = items.map(itemKey);
        await deleteItems(transaction, keys);
        const files = transaction.objectStore('files');
        await together(keys.map((key) => () => files.delete(key)));
        if (items.length === limit) return items.length;
        // What waits to be said there is not said any more.
        const outbox = transaction.objectStore('outbox');
        const waiting = (await outbox.getAll()).filter(({ entry }) => entry.conversation === conversation);
        await together([
          ...waiting.map(
            ({ entry }) =>
              () =>
                outbox.delete(entry.message),
          ),
          () => transaction.objectStore('conversations').delete(conversation),
          () => transaction.objectStore('drafts').delete(conversation),
        ]);
        return items.length;
      }),
    ),
});
