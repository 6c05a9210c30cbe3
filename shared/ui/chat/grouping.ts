import { type ItemKey, itemKey } from '#shared/core/chat/item-key.ts';
import type { CallEntry, Message, TimelineItem, TimerEntry } from '#shared/core/chat/timeline.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import { sameDay } from '../strings/long-moments.ts';

/** One line of the timeline. Its key stays the same while what it shows changes. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: Instant }
  /** What is below had not been seen when the conversation was opened. */
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'message'; readonly key: ItemKey; readonly message: Message; readonly startsGroup: boolean }
  | { readonly kind: 'call'; readonly key: ItemKey; readonly entry: CallEntry }
  | { readonly kind: 'timer'; readonly key: ItemKey; readonly entry: TimerEntry };

/** Messages of one person closer than this stand together. */
const TOGETHER = 5 * 60_000;

const joins = (item: Message, before: TimelineItem | undefined): boolean =>
  before?.kind === 'message' &&
  before.author === item.author &&
  item.at - before.at <= TOGETHER &&
  sameDay(before.at, item.at);

const rowOf = (item: TimelineItem, startsGroup: boolean): Row => {
  const key = itemKey(item);
  switch (item.kind) {
    case 'message':
      return { kind: 'message', key, message: item, startsGroup };
    case 'call':
      return { kind: 'call', key, entry: item };
    case 'timer':
      return { kind: 'timer', key, entry: item };
  }
};

/**
 * The items as rows: the first item of a day gets the day's heading, messages of one person stand together, and what is
 * unread from the position `unreadFrom` on has a line above it.
 */
export const rowsOf = (items: readonly TimelineItem[], unreadFrom = Number.POSITIVE_INFINITY): readonly Row[] =>
  items.flatMap((item, index): readonly Row[] => {
    const before = items[index - 1];
    const key = itemKey(item);
    const startsDay = before === undefined || !sameDay(before.at, item.at);
    // Where the line would be above the window, nobody knows yet what comes between.
    const startsUnread = item.position >= unreadFrom && (before ? before.position < unreadFrom : item.position === 1);
    const startsGroup = item.kind !== 'message' || startsUnread || !joins(item, before);
    return [
      ...(startsDay ? [{ kind: 'day', key: `day:${key}`, at: item.at } as const] : []),
      ...(startsUnread ? [{ kind: 'unread', key: 'unread' } as const] : []),
      rowOf(item, startsGroup),
    ];
  });

/** Whether two rows of one key show the same. */
export const isSameRow = (a: Row, b: Row): boolean => {
  if (a.kind === 'message' && b.kind === 'message') return a.message === b.message && a.startsGroup === b.startsGroup;
  if ('entry' in a && 'entry' in b) return a.entry === b.entry;
  return a.kind === 'day' && b.kind === 'day' ? a.at === b.at : a.kind === b.kind;
};
