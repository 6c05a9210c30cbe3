import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId, EnvelopeId } from '#shared/protocol/ids.ts';
import { append, emptyRow, type NewItem, revise } from './conversation-row.ts';
import type { ConversationRow } from './schema.ts';

/** What the store knows of the items that arrive: by item key, and by conversation. */
export interface Known {
  readonly items: ReadonlyMap<string, TimelineItem>;
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>;
}

/** What has to be written. `ticked` have left the outbox. */
export interface Arrival {
  readonly items: ReadonlyMap<string, TimelineItem>;
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>;
  readonly ticked: readonly EnvelopeId[];
}

/** One's own message, back from the relay while this device still thinks that it has to be sent. */
const tick = (known: TimelineItem, item: NewItem): Message | undefined =>
  known.kind === 'message' &&
  item.kind === 'message' &&
  item.conversation === known.conversation &&
  item.delivery.state === 'sent' &&
  (known.delivery.state === 'queued' || known.delivery.state === 'failed')
    ? { ...known, at: item.at, delivery: item.delivery }
    : undefined;

/** New items go to the end of their conversation, in this order; known ones change nothing, unless they bring a tick. */
export const arrive = (known: Known, arriving: readonly NewItem[], self: AccountId): Arrival => {
  const items = new Map<string, TimelineItem>();
  const rows = new Map<ConversationId, ConversationRow>();
  const ticked: EnvelopeId[] = [];

  for (const item of arriving) {
    const { conversation } = item;
    const key = itemKey(item);
    const present = items.get(key) ?? known.items.get(key);
    const row =
      rows.get(conversation) ?? known.rows.get(conversation) ?? emptyRow(conversation, otherPerson(conversation, self));

    if (!present) {
      const { row: longer, placed } = append(row, item);
      items.set(key, placed);
      rows.set(conversation, longer);
      continue;
    }
    const sent = tick(present, item);
    if (!sent) continue;
    items.set(key, sent);
    rows.set(conversation, revise(row, sent));
    ticked.push(sent.id);
  }
  return { items, rows, ticked };
};
