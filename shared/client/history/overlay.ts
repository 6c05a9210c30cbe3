import type { IDBPTransaction, StoreNames } from 'idb';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import { change, isMessageAct } from './change.ts';
import type { OutboxRow, Schema } from './schema.ts';

/** Own acts on messages that wait for their tick, in the order in which they were done. The transaction must reach the outbox. */
export const waitingActs = async <Stores extends readonly StoreNames<Schema>[]>(
  transaction: IDBPTransaction<Schema, Stores, 'readonly'>,
): Promise<readonly OutboxRow[]> => {
  const rows = await transaction.objectStore('outbox').index('target').getAll();
  return rows.sort((a, b) => a.position - b.position);
};

/** Whoever of the two does not get it has done it. */
export const authorOf = ({ conversation, to }: OutboxRow['entry']) => otherPerson(conversation, to);

const withAct = (message: Message, { entry }: OutboxRow): Message => {
  const { content, failed } = entry;
  if (content.type === 'text' || !isMessageAct(content)) return message;
  const changed = change(message, content, authorOf(entry));
  return failed ? { ...changed, unsent: { act: entry.message, reason: failed } } : changed;
};

/**
 * An item as its reader has it: what the relay has committed, and on top of it what the reader has done since. The
 * store holds the first alone, so that an act which comes to nothing leaves nothing to take back.
 */
export const overlay = <Item extends TimelineItem>(item: Item, waiting: readonly OutboxRow[]): Item | Message =>
  item.kind === 'message'
    ? waiting.filter(({ target }) => target === itemKey(item)).reduce<Message>(withAct, item)
    : item;
