import type { IDBPTransaction } from 'idb';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Delivery, Message } from '#shared/core/chat/timeline.ts';
import type { EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { History, OutboxEntry } from '../ports.ts';
import type { Connection } from './connection.ts';
import { append, emptyRow, revise } from './conversation-row.ts';
import type { ConversationRow, OutboxRow, Schema } from './schema.ts';
import { together, write } from './write.ts';

const STORES = ['conversations', 'items', 'outbox'] as const;
type Transaction = IDBPTransaction<Schema, typeof STORES, 'readwrite'>;

/** A message on its way, with everything that tells of it. */
interface Pending {
  readonly row: OutboxRow;
  readonly message: Message;
  readonly conversation: ConversationRow;
}

const deliver = async (
  transaction: Transaction,
  { row, message, conversation }: Pending,
  changed: { readonly delivery: Delivery; readonly at?: Instant },
): Promise<void> => {
  const item = { ...message, ...changed };
  await together([
    () => transaction.objectStore('items').put(item, row.item),
    () => transaction.objectStore('conversations').put(revise(conversation, item)),
  ]);
};

/** The conversation once its last item is gone. Its positions are not given out again. */
const shorten = async (transaction: Transaction, { last: _, ...row }: ConversationRow): Promise<void> => {
  const range = IDBKeyRange.bound([row.conversation], [row.conversation, row.next]);
  const cursor = await transaction.objectStore('items').index('order').openCursor(range, 'prev');
  await transaction.objectStore('conversations').put(cursor ? { ...row, last: cursor.value } : row);
};

/** Own messages that have no tick. What is no longer in the outbox is settled: no late act changes it. */
export const outboxStore = (
  connection: Connection,
): Pick<History, 'enqueue' | 'outbox' | 'saveSealed' | 'markSent' | 'markFailed' | 'requeue' | 'discard'> => {
  const change = (id: EnvelopeId, act: (transaction: Transaction, pending: Pending) => Promise<unknown>) =>
    connection.run((db) =>
      write(db, 'strict', STORES, async (transaction) => {
        const row = await transaction.objectStore('outbox').get(id);
        if (!row) return;
        const message = await transaction.objectStore('items').get(row.item);
        const conversation = await transaction.objectStore('conversations').get(row.entry.conversation);
        if (message?.kind === 'message' && conversation) await act(transaction, { row, message, conversation });
      }),
    );

  const saveEntry = (transaction: Transaction, row: OutboxRow, entry: OutboxEntry) =>
    transaction.objectStore('outbox').put({ ...row, entry });

  return {
    enqueue: (message, entry) =>
      connection.run((db) =>
        write(db, 'strict', STORES, async (transaction) => {
          const items = transaction.objectStore('items');
          const conversations = transaction.objectStore('conversations');
          const key = itemKey(message);
          if (await items.get(key)) return;
          const conversation =
            (await conversations.get(message.conversation)) ?? emptyRow(message.conversation, entry.to);
          const { row, placed } = append(conversation, message);
          await together([
            () => items.put(placed, key),
            () => conversations.put(row),
            () => transaction.objectStore('outbox').put({ entry, item: key, position: placed.position }),
          ]);
        }),
      ),

    outbox: () =>
      connection.run(async (db) => {
        const rows = await db.getAll('outbox');
        return rows.sort((a, b) => a.position - b.position).map(({ entry }) => entry);
      }),

    saveSealed: (id, sealed) =>
      change(id, (transaction, { row }) => {
        const { sealed: _, ...entry } = row.entry;
        return saveEntry(transaction, row, sealed ? { ...entry, sealed } : entry);
      }),

    markSent: (id, at) =>
      change(id, async (transaction, pending) => {
        await deliver(transaction, pending, { delivery: { state: 'sent' }, at });
        await transaction.objectStore('outbox').delete(id);
      }),

    markFailed: (id, reason) =>
      change(id, async (transaction, pending) => {
        await deliver(transaction, pending, { delivery: { state: 'failed', reason } });
        await saveEntry(transaction, pending.row, { ...pending.row.entry, failed: reason });
      }),

    requeue: (id) =>
      change(id, async (transaction, pending) => {
        const { failed: _, ...entry } = pending.row.entry;
        await deliver(transaction, pending, { delivery: { state: 'queued' } });
        await saveEntry(transaction, pending.row, entry);
      }),

    discard: (id) =>
      change(id, async (transaction, { row, message, conversation }) => {
        await transaction.objectStore('outbox').delete(id);
        await transaction.objectStore('items').delete(row.item);
        if (conversation.last?.position === message.position) await shorten(transaction, conversation);
      }),
  };
};
