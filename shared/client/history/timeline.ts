import { refKey } from '#shared/core/chat/item-key.ts';
import type { History } from '../ports.ts';
import { arrive, keyOf } from './arrival.ts';
import type { Connection } from './connection.ts';
import { takeMark, takeRecovery } from './decisions.ts';
import { ITEM_STORES, putItems } from './items.ts';
import { overlay, waitingActs } from './overlay.ts';
import { takePrivacy } from './privacy.ts';
import { withReached } from './reached.ts';
import { takeReceipt } from './receipts.ts';
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

/** What has been said, and by whom. */
export const timelineStore = (connection: Connection): Pick<History, 'store' | 'message'> => ({
  store: (arriving, cursor, self, mailbox) =>
    connection.run((db) =>
      write(
        db,
        'strict',
        [
          'session',
          'cursor',
          'one_time_keys',
          'conversations',
          ...ITEM_STORES,
          'outbox',
          'privacy',
          'pins',
          'identity',
        ],
        async (transaction) => {
          const session = await transaction.objectStore('session').get(SELF);
          // Signed out meanwhile, in another context; or in again, as a device whose mailbox begins at 1.
          if (session?.account.uid !== self || (mailbox && mailbox.device !== session.device)) return [];

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
            ...(mailbox?.spent ?? []).map((id) => () => transaction.objectStore('one_time_keys').delete(id)),
            () => putItems(transaction, changed.items),
            ...[...changed.rows.values()].map((row) => () => conversations.put(row)),
            ...changed.ticked.map((message) => () => outbox.delete(message)),
          ]);
          const touched = new Set(changed.rows.keys());
          for (const one of arriving) {
            if (one.kind !== 'act') continue;
            if (one.act.type === 'receipt' && (await takeReceipt(transaction, one, one.act, self)))
              touched.add(one.conversation);
            if (one.author !== self) continue;
            if (one.act.type === 'settings') await takePrivacy(transaction, one.id, one.act);
            if (one.act.type === 'mark') await takeMark(transaction, one.act);
            if (one.act.type === 'recovery') await takeRecovery(transaction, one.act);
          }
          return [...touched];
        },
      ),
    ),

  message: (message) =>
    connection.run(async (db) => {
      const transaction = db.transaction(['conversations', 'items', 'outbox']);
      const waiting = await waitingActs(transaction);
      const item = await transaction.objectStore('items').get(refKey(message));
      if (item?.kind !== 'message') return undefined;
      const row = await transaction.objectStore('conversations').get(item.conversation);
      return overlay(withReached(item, row?.reached), waiting);
    }),
});
