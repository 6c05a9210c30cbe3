import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import { sameDay } from '../strings/moments.ts';

/** Messages of one person closer than this stand together. */
const TOGETHER = 5 * 60_000;

/** The first item of its day gets the day's heading. */
export const startsDay = (item: TimelineItem, before: TimelineItem | undefined): boolean =>
  before === undefined || !sameDay(before.at, item.at);

/** Whether an item begins a new group of bubbles. */
export const startsGroup = (item: TimelineItem, before: TimelineItem | undefined): boolean =>
  before === undefined ||
  startsDay(item, before) ||
  item.kind !== 'message' ||
  before.kind !== 'message' ||
  before.author !== item.author ||
  item.at - before.at > TOGETHER;
