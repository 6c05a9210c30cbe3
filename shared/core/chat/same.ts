import type { Delivery, TimelineItem } from './timeline.ts';

const isSameDelivery = (a: Delivery, b: Delivery): boolean =>
  a.state === b.state && (a.state !== 'failed' || b.state !== 'failed' || a.reason === b.reason);

/** A call entry never changes; of a message only how far it has come. */
export const isSameItem = (a: TimelineItem, b: TimelineItem): boolean => {
  if (a.id !== b.id || a.position !== b.position || a.at !== b.at) return false;
  return a.kind === 'message' && b.kind === 'message' ? isSameDelivery(a.delivery, b.delivery) : a.kind === b.kind;
};

/** `read`, with everything that did not change as the very object it was in `before`. */
export const keepItems = (before: readonly TimelineItem[], read: readonly TimelineItem[]): readonly TimelineItem[] => {
  const known = new Map(before.map((item) => [item.id, item]));
  const kept = read.map((item) => {
    const same = known.get(item.id);
    return same && isSameItem(same, item) ? same : item;
  });
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept;
};
