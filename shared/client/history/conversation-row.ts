import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { NewCallEntry, NewMessage } from '../ports.ts';
import type { ConversationRow } from './schema.ts';

export type NewItem = NewMessage | NewCallEntry;

export const emptyRow = (conversation: ConversationId, person: AccountId): ConversationRow => ({
  conversation,
  person,
  unread: 0,
  next: 1,
});

const wantsAttention = (item: NewItem): boolean =>
  item.kind === 'message'
    ? item.delivery.state === 'received'
    : item.direction === 'incoming' && item.outcome === 'missed';

/** Gives a new item its place at the end. */
export const append = (row: ConversationRow, item: NewItem): { row: ConversationRow; placed: TimelineItem } => {
  const placed = { ...item, position: row.next };
  const longer = { ...row, next: row.next + 1, last: placed };
  if (!wantsAttention(item)) return { placed, row: longer };
  // What stood before the first unread item has been seen.
  const seen = row.unread === 0 ? row.next - 1 : (row.seen ?? 0);
  return { placed, row: { ...longer, unread: row.unread + 1, seen } };
};

/** Shows a changed item where it is the last one. */
export const revise = (row: ConversationRow, item: TimelineItem): ConversationRow =>
  row.last?.position === item.position ? { ...row, last: item } : row;
