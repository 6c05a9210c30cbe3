import type { Ref } from '#shared/protocol/content.ts';
import type { CallEntry, Message, TimerEntry } from './timeline.ts';

/** A message, and whatever else someone has sent, by author and id; a call by its id. */
export type ItemKey = string;

/**
 * What makes an item the same item. Authors are part of it: nobody can keep someone else's message out by sending
 * another one first under the same id.
 */
export const itemKey = (
  item: Pick<Message | TimerEntry, 'kind' | 'author' | 'id'> | Pick<CallEntry, 'kind' | 'id'>,
): ItemKey => (item.kind === 'call' ? item.id : `${item.author}:${item.id}`);

/** The key of the message that is meant. */
export const refKey = ({ author, id }: Ref): ItemKey => itemKey({ kind: 'message', author, id });
