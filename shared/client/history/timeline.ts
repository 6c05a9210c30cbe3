import { refKey } from '#shared/core/chat/item-key.ts';
import type { History } from '../ports.ts';
import { arrive, keyOf } from './arrival.ts';
import type { Connection } from './connection.ts';
import { overlay, waitingActs } from './overlay.ts';
import { SELF } from './schema.ts';
import { together, write } from './write.ts';

/** Pairs of a key and what is found under it, each key asked for once. */
const lookUp = async <K, V>(keys: readonly K[], get: (key: K) => Promise<V | undefined>): Promise<Map<K, V>> => {
  const found = new Map<K, V>();
  await Promise.all(
    [...new Set(keys)].map(async (key) => {
      const value = await get(key);
      if (value !== undefined) found.set(key, value);
    }),
  );
  return found;
};

/** What has been said, by whom, and what of it is unread. */
export const timelineStore = (
  connection: Connection,
): Pick<History, 'cursor' | 'store' | 'summaries' | 'message' | 'markRead'> => ({
  cursor: () => connection.run(async (db) => (await db.get('cursor', SELF)) ?? 0),

  store: (arriving, cursor, self) =>
    connection.run((db) =>
      write(db, 'strict', ['session', 'cursor', 'conversations', 'items', 'outbox'], async (transaction) => {
        const session = await transaction.objectStore('session').get(SELF);
        if (session?.account.uid !== self) return []; // signed out meanwhile, in another context

        const cursors = transaction.objectStore('cursor');
        const conversations = transaction.objectStore('conversations');
        const items = transaction.objectStore('items');
        const outbox = transaction.objectStore('outbox');

        const before = (await cursors.get(SELF)) ?? 0;
        const known = {
          items: await lookUp(
            arriving.flatMap((one) => keyOf(one) ?? []),
            (key) => items.get(key),
          ),
          rows: await lookUp(
            arriving.map(({ conversation }) => conversation),
            (conversation) => conversations.get(conversation),
          ),
        };
        const changed = arrive(known, arriving, self);
        await together([
          // Another context may have come further.
          ...(cursor > before ? [() => cursors.put(cursor, SELF)] : []),
          ...[...changed.items].map(
            ([key, item]) =>
              () =>
                items.put(item, key),
          ),
          ...[...changed.rows.values()].map((row) => () => conversations.put(row)),
          ...changed.ticked.map((message) => () => outbox.delete(message)),
        ]);
        return [...changed.rows.keys()];
      }),
    ),

  summaries: () =>
    connection.run(async (db) => {
      const transaction = db.transaction(['conversations', 'outbox']);
      const waiting = await waitingActs(transaction);
      const rows = await transaction.objectStore('conversations').getAll();
      return rows.map(({ next: _, last, ...summary }) =>
        last ? { ...summary, last: overlay(last, waiting) } : summary,
      );
    }),

  message: (message) =>
    connection.run(async (db) => {
      const transaction = db.transaction(['items', 'outbox']);
      const waiting = await waitingActs(transaction);
      const item = await transaction.objectStore('items').get(refKey(message));
      return item?.kind === 'message' ? overlay(item, waiting) : undefined;
    }),

  markRead: (conversation) =>
    connection.run((db) =>
      write(db, 'relaxed', ['conversations'], async (transaction) => {
        const conversations = transaction.objectStore('conversations');
        const row = await conversations.get(conversation);
        if (row && row.unread > 0) await conversations.put({ ...row, unread: 0, seen: row.next - 1 });
      }),
    ),
});
