import { type ItemKey, itemKey, refKey } from '#shared/core/chat/item-key.ts';
import type { Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId, EnvelopeId } from '#shared/protocol/ids.ts';
import type { Arriving, NewAct } from '../ports.ts';
import { applyAct } from './apply-act.ts';
import { isMessageAct } from './change.ts';
import { append, emptyRow, type NewItem, revise } from './conversation-row.ts';
import type { ConversationRow } from './schema.ts';
import { timerEntry, withTimer } from './timer.ts';

/** What the store knows of what arrives: items by item key, and rows by conversation. */
export interface Known {
  readonly items: ReadonlyMap<ItemKey, TimelineItem>;
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>;
}

/** What has to be written. `ticked` have left the outbox. */
export interface Arrival {
  readonly items: ReadonlyMap<ItemKey, TimelineItem>;
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>;
  readonly ticked: readonly EnvelopeId[];
}

/** The item that something is, or acts on. */
export const keyOf = (arriving: Arriving): ItemKey | undefined => {
  if (arriving.kind !== 'act') return itemKey(arriving);
  if (arriving.act.type === 'timer') return itemKey(timerEntry(arriving, arriving.act.seconds));
  return isMessageAct(arriving.act) ? refKey(arriving.act.target) : undefined;
};

/** One's own message, back from the relay while this device still thinks that it has to be sent. */
const tick = (known: TimelineItem, item: NewItem): Message | undefined =>
  known.kind === 'message' &&
  item.kind === 'message' &&
  item.conversation === known.conversation &&
  item.delivery.state === 'sent' &&
  (known.delivery.state === 'queued' || known.delivery.state === 'failed')
    ? { ...known, at: item.at, delivery: item.delivery, ...(item.expires_at && { expires_at: item.expires_at }) }
    : undefined;

/**
 * New items go to the end of their conversation, in this order; known ones change nothing, unless they bring a tick.
 * Acts change the items that they are for, and nothing where there are none.
 */
export const arrive = (known: Known, arriving: readonly Arriving[], self: AccountId): Arrival => {
  const items = new Map<ItemKey, TimelineItem>();
  const rows = new Map<ConversationId, ConversationRow>();
  const ticked: EnvelopeId[] = [];

  const present = (key: ItemKey | undefined): TimelineItem | undefined =>
    key === undefined ? undefined : (items.get(key) ?? known.items.get(key));
  const rowOf = (conversation: ConversationId): ConversationRow =>
    rows.get(conversation) ?? known.rows.get(conversation) ?? emptyRow(conversation, otherPerson(conversation, self));

  const renew = (item: Message): void => {
    items.set(itemKey(item), item);
    rows.set(item.conversation, revise(rowOf(item.conversation), item));
  };
  const setTimer = (done: NewAct, seconds: number): void => {
    add(timerEntry(done, seconds));
    rows.set(done.conversation, withTimer(rowOf(done.conversation), { ...done, seconds }));
  };
  const act = (done: NewAct): void => {
    if (done.act.type === 'timer') return setTimer(done, done.act.seconds);
    const before = present(keyOf(done));
    if (before?.kind !== 'message') return;
    const after = applyAct(before, done);
    if (after !== before) renew(after);
  };
  const add = (item: NewItem): void => {
    const before = present(itemKey(item));
    if (before) {
      const sent = tick(before, item);
      if (!sent) return;
      renew(sent);
      ticked.push(sent.id);
      return;
    }
    const { row, placed } = append(rowOf(item.conversation), item);
    items.set(itemKey(item), placed);
    rows.set(item.conversation, row);
  };

  for (const one of arriving) {
    if (one.kind === 'act') act(one);
    else add(one);
  }
  return { items, rows, ticked };
};
