import type { Delivery, TimelineItem } from '#shared/core/chat/timeline.ts';

/** How far the other person has come in what one has written, by the position of the last message. */
export interface Reached {
  readonly received: number;
  readonly read: number;
}

/** A tick follows from how far the other person has come: nothing of a message itself changes (SPEC RE3). */
export const withReached = <Item extends TimelineItem>(item: Item, reached: Reached | undefined): Item => {
  if (!reached || item.kind !== 'message' || item.delivery.state !== 'sent') return item;
  if (item.position > reached.received) return item;
  const delivery: Delivery = { state: item.position > reached.read ? 'delivered' : 'read' };
  return { ...item, delivery };
};
