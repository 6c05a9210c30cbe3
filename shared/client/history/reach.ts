import type { Message } from '#shared/core/chat/timeline.ts';
import type { Reached, Stage } from './reached.ts';
import { isLater } from './stamp.ts';

const STAGES: readonly Stage[] = ['received', 'read'];

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
