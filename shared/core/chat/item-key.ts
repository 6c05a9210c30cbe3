import type { CallEntry, Message } from './timeline.ts';

/** A message by author and id, a call by its id. */
export type ItemKey = string;

/**
 * What makes an item the same item. Authors are part of it: nobody can keep someone else's message out by sending
 * another one first under the same id.
 */
export const itemKey = (item: Pick<Message, 'kind' | 'author' | 'id'> | Pick<CallEntry, 'kind' | 'id'>): ItemKey =>
  item.kind === 'message' ? `${item.author}:${item.id}` : item.id;
