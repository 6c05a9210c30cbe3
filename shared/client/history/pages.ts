import type { IDBPIndex, IDBPTransaction } from 'idb';
import { assertNever } from '#shared/core/assert-never.ts';
import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import type { Page, Part } from '#shared/core/chat/window.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { overlay, waitingActs } from './overlay.ts';
import { withReached } from './reached.ts';
import type { Schema } from './schema.ts';

const STORES = ['conversations', 'items', 'outbox'] as const;
type Transaction = IDBPTransaction<Schema, typeof STORES, 'readonly'>;
type Order = IDBPIndex<Schema, typeof STORES, 'items', 'order', 'readonly'>;

/** Of the first item of any conversation. */
const FIRST = 1;

/** The `limit` items before a position. Gaps, which deleted items leave, are stepped over. */
const before = async (
  order: Order,
  conversation: ConversationId,
  position: number,
  limit: number,
): Promise<{ readonly items: readonly TimelineItem[]; readonly more: boolean }> => {
  // All at once is many times quicker than one by one, and gaps are rare.
  const low = position - limit - 1;
  const items = await order.getAll(IDBKeyRange.bound([conversation, low], [conversation, position], false, true));
  const range = IDBKeyRange.bound([conversation], [conversation, low], false, true);
  let cursor = items.length > limit || low <= FIRST ? null : await order.openCursor(range, 'prev');
  while (cursor && items.length <= limit) {
    items.unshift(cursor.value);
    cursor = await cursor.continue();
  }
  return { items: items.slice(-limit), more: items.length > limit };
};

/** The `limit` items from a position on. */
const from = async (
  order: Order,
  conversation: ConversationId,
  position: number,
  limit: number,
): Promise<{ readonly items: readonly TimelineItem[]; readonly more: boolean }> => {
  const range = IDBKeyRange.bound([conversation, position], [conversation, Number.POSITIVE_INFINITY]);
  const items = await order.getAll(range, limit + 1);
  return { items: items.slice(0, limit), more: items.length > limit };
};

const read = async (transaction: Transaction, conversation: ConversationId, part: Part): Promise<Page> => {
  const order: Order = transaction.objectStore('items').index('order');

  const end = async (limit: number): Promise<Page> => {
    const row = await transaction.objectStore('conversations').get(conversation);
    const { items, more } = await before(order, conversation, row?.next ?? FIRST, limit);
    return { items, older: more, newer: false };
  };
  const around = async ({ item, limit }: Extract<Part, { at: 'around' }>): Promise<Page> => {
    const found = await transaction.objectStore('items').get(item);
    if (found?.conversation !== conversation) return end(limit);
    const half = Math.floor(limit / 2);
    const older = await before(order, conversation, found.position, half);
    const newer = await from(order, conversation, found.position, limit - half);
    return { items: [...older.items, ...newer.items], older: older.more, newer: newer.more };
  };

  switch (part.at) {
    case 'end':
      return end(part.limit);
    case 'around':
      return around(part);
    case 'before': {
      const { items, more } = await before(order, conversation, part.position, part.limit);
      return { items, older: more, newer: true };
    }
    case 'after': {
      const { items, more } = await from(order, conversation, part.position + 1, part.limit);
      return { items, older: true, newer: more };
    }
    case 'again': {
      const { items, more } = await from(order, conversation, part.from, part.limit);
      return { items, older: part.from > FIRST, newer: more };
    }
    default:
      return assertNever(part);
  }
};

/** Parts of a conversation, each read in one transaction. */
export const pageStore = (connection: Connection): Pick<History, 'items'> => ({
  items: (conversation, part) =>
    connection.run(async (db) => {
      const transaction = db.transaction(STORES);
      const [waiting, row, page] = await Promise.all([
        waitingActs(transaction),
        transaction.objectStore('conversations').get(conversation),
        read(transaction, conversation, part),
      ]);
      return { ...page, items: page.items.map((item) => overlay(withReached(item, row?.reached), waiting)) };
    }),
});
