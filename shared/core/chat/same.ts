import { isSameValue } from '../same-value.ts';
import { itemKey } from './item-key.ts';
import type { TimelineItem } from './timeline.ts';

/** Whatever of an item can change is compared: what a message says and carries, and how far it has come. */
export const isSameItem = (a: TimelineItem, b: TimelineItem): boolean => isSameValue(a, b);

/** `read`, with everything that did not change as the very object it was in `before`. */
export const keepItems = (before: readonly TimelineItem[], read: readonly TimelineItem[]): readonly TimelineItem[] => {
  const known = new Map(before.map((item) => [itemKey(item), item]));
  const kept = read.map((item) => {
    const same = known.get(itemKey(item));
    return same && isSameItem(same, item) ? same : item;
  });
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept;
};
