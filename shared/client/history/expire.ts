import type { IDBPTransaction } from 'idb';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import type { ConversationId, Instant } from '#shared/protocol/ids.ts';
import type { History } from '../ports.ts';
import { revise } from './conversation-row.ts';
import { deleteItems, ITEM_STORES, putItems } from './items.ts';
import { shorten } from './outbox.ts';
import { unreadAfter } from './receipts.ts';
import type { ConversationRow, Database, Schema } from './schema.ts';
import { write } from './write.ts';

const STORES = ['conversations', ...ITEM_STORES, 'outbox', 'blob_notes'] as const;
type Transaction = IDBPTransaction<Schema, typeof STORES, 'readwrite'>;

const waits = (item: TimelineItem): item is Message =>
  item.kind === 'message' && item.delivery.state === 'received' && item.expires !== undefined;

/** It lives as long from now as it was said to, and no longer than it would have unread. */
const begun = (message: Message, now: Instant): Message => {
  const end = now + (message.expires ?? 0) * 1_000;
  return { ...message, expires_at: Math.min(end, message.expires_at ?? end) };
};

/** What has been read since begins to disappear (SPEC DI2). */
const begin = async (transaction: Transaction, before: ConversationRow, now: Instant): Promise<void> => {
  const { expiring = 0, ...row } = before;
  const { conversation, next, seen = 0 } = row;
  const range = IDBKeyRange.bound([conversation, expiring], [conversation, next]);
  const waiting = (await transaction.objectStore('items').index('order').getAll(range)).filter(waits);
  const read = waiting.filter(({ position }) => position <= seen).map((message) => begun(message, now));
  const unread = waiting.find(({ position }) => position > seen);
  await putItems(
    transaction,
    read.map((message) => [itemKey(message), message]),
  );
  const after = unread ? { ...row, expiring: unread.position } : row;
  await transaction.objectStore('conversations').put(read.reduce<ConversationRow>(revise, after));
};

/**
 * This device waits for the file no more. The relay drops it once none does: the other person may read the message, and
 * see its file, for some time after it has gone where it was written.
 */
const letGo = async (transaction: Transaction, gone: readonly TimelineItem[]): Promise<void> => {
  const notes = transaction.objectStore('blob_notes');
  for (const item of gone) {
    const blob = item.kind === 'message' && item.attachment?.blob;
    if (blob && !(await notes.get(blob))) await notes.put('taken', blob);
  }
};

/** Nothing is left of it: not its words, its file, or what waits to be done to it. */
const remove = async (
  transaction: Transaction,
  conversation: ConversationId,
  gone: readonly TimelineItem[],
): Promise<void> => {
  const outbox = transaction.objectStore('outbox');
  const keys = gone.map(itemKey);
  for (const key of keys) for (const act of await outbox.index('target').getAllKeys(key)) await outbox.delete(act);
  await letGo(transaction, gone);
  await deleteItems(transaction, keys);
  const row = await transaction.objectStore('conversations').get(conversation);
  if (!row) return;
  const counted = row.unread === 0 ? row : { ...row, unread: await unreadAfter(transaction, row, row.seen ?? 0) };
  if (gone.some(({ position }) => position === row.last?.position)) await shorten(transaction, counted);
  else await transaction.objectStore('conversations').put(counted);
};

/** Lets what has been read begin to disappear, and removes what has had its time. */
export const expire = (
  db: Database,
  now: Instant,
  readable: readonly ConversationId[],
): ReturnType<History['expire']> =>
  write(db, 'strict', STORES, async (transaction) => {
    const conversations = transaction.objectStore('conversations');
    for (const conversation of readable) {
      const row = await conversations.get(conversation);
      if (row?.expiring !== undefined && row.expiring <= (row.seen ?? 0)) await begin(transaction, row, now);
    }
    const expiry = transaction.objectStore('items').index('expiry');
    const due = Map.groupBy(await expiry.getAll(IDBKeyRange.upperBound(now)), ({ conversation }) => conversation);
    for (const [conversation, gone] of due) await remove(transaction, conversation, gone);
    const next = await expiry.openKeyCursor();
    return { changed: [...new Set([...readable, ...due.keys()])], ...(next && { next: next.key }) };
  });
