import { type ItemKey, refKey } from '#shared/core/chat/item-key.ts';
import type { Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import { isSameValue } from '#shared/core/same-value.ts';
import type { Ref } from '#shared/protocol/content.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { NewAct } from '../ports.ts';
import { wantsAttention } from './conversation-row.ts';
import { type Marks, type Receipt, withUntold } from './marks.ts';
import { reach } from './reach.ts';
import type { Reached } from './reached.ts';
import type { ConversationRow } from './schema.ts';

/** A transaction that can take receipts. */
interface Transaction {
  objectStore(name: 'conversations'): {
    get(conversation: ConversationId): Promise<ConversationRow | undefined>;
    put(row: ConversationRow): Promise<unknown>;
  };
  objectStore(name: 'items'): {
    get(key: ItemKey): Promise<TimelineItem | undefined>;
    index(name: 'order'): { getAll(range: IDBKeyRange): Promise<TimelineItem[]> };
  };
}

const positionOf = async (
  transaction: Transaction,
  key: string | undefined,
  fits: (item: TimelineItem) => boolean,
): Promise<number> => {
  const item = key === undefined ? undefined : await transaction.objectStore('items').get(key);
  return item && fits(item) ? item.position : 0;
};

export const unreadAfter = async (
  transaction: Transaction,
  { conversation, next }: ConversationRow,
  seen: number,
): Promise<number> => {
  const range = IDBKeyRange.bound([conversation, seen + 1], [conversation, next]);
  return (await transaction.objectStore('items').index('order').getAll(range)).filter(wantsAttention).length;
};

/** The other person has come further. What they say of messages that are not one's own means nothing. */
const further = async (
  transaction: Transaction,
  row: ConversationRow,
  act: Receipt,
  self: AccountId,
): Promise<ConversationRow> => {
  const own = async (ref: Ref | undefined): Promise<Message | undefined> => {
    const item = ref && (await transaction.objectStore('items').get(refKey(ref)));
    const fits = item?.kind === 'message' && item.author === self && item.conversation === row.conversation;
    return fits ? item : undefined;
  };
  const [received, read] = [await own(act.received), await own(act.read)];
  let reached: Reached = row.reached ?? {};
  if (received) reached = reach(reached, 'received', received);
  if (read) reached = reach(reached, 'read', read);
  return isSameValue(reached, row.reached ?? {}) ? row : { ...row, reached };
};

/** Another device of one's own has told, and has shown, this much already. */
const elsewhere = async (transaction: Transaction, row: ConversationRow, act: Receipt): Promise<ConversationRow> => {
  const isHere = ({ conversation }: TimelineItem): boolean => conversation === row.conversation;
  const position = Math.max(
    await positionOf(transaction, act.read && refKey(act.read), isHere),
    await positionOf(transaction, act.call, isHere),
  );
  const received = act.received?.id;
  const told: Marks = { ...row.told, ...(received && received === row.marks?.received && { received }) };
  if (row.unread === 0 || position <= (row.seen ?? 0)) return withUntold({ ...row, told });
  const seen: Marks = { ...(act.read && { read: act.read.id }), ...(act.call && { call: act.call }) };
  const unread = await unreadAfter(transaction, row, position);
  return withUntold({ ...row, seen: position, unread, marks: { ...row.marks, ...seen }, told: { ...told, ...seen } });
};

/**
 * Receipts change rows alone, never messages: they cost the same in a conversation of any length. Resolves to whether
 * anything has changed.
 */
export const takeReceipt = async (
  transaction: Transaction,
  { conversation, author }: NewAct,
  act: Receipt,
  self: AccountId,
): Promise<boolean> => {
  const conversations = transaction.objectStore('conversations');
  const row = await conversations.get(conversation);
  if (!row) return false;
  const after = author === self ? await elsewhere(transaction, row, act) : await further(transaction, row, act, self);
  if (isSameValue(after, row)) return false;
  await conversations.put(after);
  return true;
};
