import type { Stamp, TimelineItem } from '#shared/core/chat/timeline.ts';
import type { EnvelopeId } from '#shared/protocol/ids.ts';
import { isLater } from './stamp.ts';

export type Stage = 'received' | 'read';

/**
 * How far the other person has come in what one has written: up to and including these, in the order of the relay, in
 * which everything came to them. The order on this device may be another one: several devices write.
 */
export interface Reached {
  readonly received?: Stamp;
  readonly read?: Stamp;
  /** Named by the other person while this device still waits for the tick, which says where it belongs. */
  readonly unticked?: Readonly<Partial<Record<Stage, EnvelopeId>>>;
}

/** A tick follows from how far the other person has come: nothing of a message itself changes (SPEC RE3). */
export const withReached = <Item extends TimelineItem>(item: Item, reached: Reached | undefined): Item => {
  if (!reached || item.kind !== 'message' || item.delivery.state !== 'sent') return item;
  const { at, id } = item;
  const includes = (stamp: Stamp | undefined): boolean => stamp !== undefined && !isLater({ at, id }, stamp);
  if (includes(reached.read)) return { ...item, delivery: { state: 'read' } };
  return includes(reached.received) ? { ...item, delivery: { state: 'delivered' } } : item;
};
