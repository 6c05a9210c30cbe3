import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { NewCallEntry, NewMessage, NewTimerEntry } from '../ports.ts';
import { withUntold } from './marks.ts';
import { settle } from './reach.ts';
import type { ConversationRow } from './schema.ts';

export type NewItem = NewMessage | NewCallEntry | NewTimerEntry;

export const emptyRow = (conversation: ConversationId, person: AccountId): ConversationRow => ({
  conversation,
  person,
  unread: 0,
  next: 1,
});

export const wantsAttention = (item: NewItem): item is NewMessage | NewCallEntry => {
  switch (item.kind) {
    case 'message':
      return item.delivery.state === 'received';
    case 'call':
      return item.direction === 'incoming' && item.outcome === 'missed';
    case 'timer':
      return false;
  }
};

/** A message or a missed call of the other person that nobody has seen. */
const unseen = (row: ConversationRow, item: NewMessage | NewCallEntry): ConversationRow => {
  const marks = item.kind === 'message' ? { marks: { ...row.marks, received: item.id } } : { missed: item.id };
  const expiring = item.kind === 'message' && item.expires ? { expiring: row.expiring ?? row.next } : {};
  // What stood before the first unread item has been seen.
  const seen = row.unread === 0 ? row.next - 1 : (row.seen ?? 0);
  return withUntold({ ...row, ...marks, ...expiring, unread: row.unread + 1, seen });
};

/** Gives a new item its place at the end. */
export const append = (row: ConversationRow, item: NewItem): { row: ConversationRow; placed: TimelineItem } => {
  const placed = { ...item, position: row.next };
  const noted = wantsAttention(item) ? unseen(row, item) : row;
  return { placed, row: { ...noted, next: row.next + 1, last: placed } };
};

/** Takes note of a changed item: it may be the last one, or have got the tick that says how far the other person has come. */
export const revise = (row: ConversationRow, item: TimelineItem): ConversationRow => {
  const shown = row.last?.position === item.position ? { ...row, last: item } : row;
  const reached = item.kind === 'message' ? settle(row.reached, item) : row.reached;
  return reached && reached !== row.reached ? { ...shown, reached } : shown;
};
