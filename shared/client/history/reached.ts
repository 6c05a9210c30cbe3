import type { Message, Stamp, TimelineItem } from '#shared/core/chat/timeline.ts';
import type { EnvelopeId } from '#shared/protocol/ids.ts';
import { isLater } from './apply-act.ts';

const STAGES = ['received', 'read'] as const;
type Stage = (typeof STAGES)[number];

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

/** The other person has come to this message of one's own. Receipts only ever lead further (SPEC RE3). */
export const reach = (reached: Reached, stage: Stage, { id, at, delivery }: Message): Reached => {
  if (delivery.state !== 'sent') return { ...reached, unticked: { ...reached.unticked, [stage]: id } };
  return isLater({ at, id }, reached[stage]) ? { ...reached, [stage]: { at, id } } : reached;
};

/** The same once a message that may have been named before has its tick. */
export const settle = (reached: Reached | undefined, message: Message): Reached | undefined => {
  if (!reached?.unticked || message.delivery.state !== 'sent') return reached;
  const { unticked, ...rest } = reached;
  const named = STAGES.filter((stage) => unticked[stage] === message.id);
  const left = Object.fromEntries(Object.entries(unticked).filter(([, id]) => id !== message.id));
  const settled = named.reduce<Reached>((before, stage) => reach(before, stage, message), rest);
  return Object.keys(left).length > 0 ? { ...settled, unticked: left } : settled;
};

/** A tick follows from how far the other person has come: nothing of a message itself changes (SPEC RE3). */
export const withReached = <Item extends TimelineItem>(item: Item, reached: Reached | undefined): Item => {
  if (!reached || item.kind !== 'message' || item.delivery.state !== 'sent') return item;
  const { at, id } = item;
  const includes = (stamp: Stamp | undefined): boolean => stamp !== undefined && !isLater({ at, id }, stamp);
  if (includes(reached.read)) return { ...item, delivery: { state: 'read' } };
  return includes(reached.received) ? { ...item, delivery: { state: 'delivered' } } : item;
};
