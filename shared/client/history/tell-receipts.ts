import type { IDBPTransaction } from 'idb';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { EnvelopeId } from '#shared/protocol/ids.ts';
import type { History, OutboxEntry } from '../ports.ts';
import type { Connection } from './connection.ts';
import { type Receipt, untoldOf, withAllSeen, withUntold } from './marks.ts';
import { queue } from './outbox.ts';
import { type ConversationRow, type Schema, SELF } from './schema.ts';
import { write } from './write.ts';

const STORES = ['conversations', 'outbox', 'privacy'] as const;
type Transaction = IDBPTransaction<Schema, typeof STORES, 'readwrite'>;

/** The receipt of this conversation for the same person that has not been sent. A newer one says all of it, too. */
const takeWaiting = async (
  transaction: Transaction,
  { conversation, to }: Pick<OutboxEntry, 'conversation' | 'to'>,
) => {
  const outbox = transaction.objectStore('outbox');
  const rows = await outbox.index('receipt').getAll(conversation);
  const waiting = rows.filter(({ entry }) => entry.to === to);
  for (const { entry } of waiting) await outbox.delete(entry.message);
  return Object.assign({}, ...waiting.map(({ entry }) => entry.content));
};

/** What has been seen here, and what others are told of that and of what has come (SPEC RE1–RE4). */
export const tellReceiptStore = (connection: Connection): Pick<History, 'markRead' | 'queueReceipts'> => ({
  markRead: (conversation) =>
    connection.run((db) =>
      write(db, 'relaxed', ['conversations'], async (transaction) => {
        const conversations = transaction.objectStore('conversations');
        const row = await conversations.get(conversation);
        if (row && row.unread > 0) await conversations.put(withAllSeen(row));
      }),
    ),

  queueReceipts: (self, at, nextId) =>
    connection.run((db) =>
      write(db, 'strict', STORES, async (transaction) => {
        const conversations = transaction.objectStore('conversations');
        const { readReceipts } = (await transaction.objectStore('privacy').get(SELF)) ?? defaultPrivacy;
        const rows: readonly ConversationRow[] = await conversations.index('untold').getAll();
        const say = async (row: ConversationRow, to: string, said: Omit<Receipt, 'sent_at'>): Promise<void> => {
          const { conversation } = row;
          const before = await takeWaiting(transaction, { conversation, to });
          const message: EnvelopeId = nextId();
          const content: Receipt = { ...before, ...said, sent_at: at };
          await queue(transaction, { entry: { message, conversation, to, content }, receipt: conversation });
        };
        for (const row of rows) {
          const { toThem, toSelf } = untoldOf(row, readReceipts);
          if (toThem) await say(row, row.person, toThem);
          if (toSelf) await say(row, self, toSelf);
          await conversations.put(withUntold({ ...row, ...(row.marks && { told: row.marks }) }));
        }
        return rows.length > 0;
      }),
    ),
});
