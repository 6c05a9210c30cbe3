import { type ItemKey, itemKey } from '#shared/core/chat/item-key.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { Arriving, History, NewAct, NewCallEntry, NewMessage, NewTimerEntry, StoredSession } from '../ports.ts';
import { utf8 } from '../seal/bytes.ts';

type Kept = NewMessage | NewCallEntry | NewTimerEntry;

/** Some of the history on its way to another own device, oldest first in each conversation. */
export interface Luggage {
  readonly items: readonly Kept[];
  /** Nothing in it is unread so far. */
  readonly read?: ConversationId;
}

/** Sealed, and written as base64 twice, one more of the longest messages still fits one frame. */
const PART_BYTES = 12 * 1024;
const PAGE = 200;

/** What is packed where nothing is left. */
export const NOTHING: Uint8Array = utf8(JSON.stringify({ items: [] } satisfies Luggage));

/** What waits here to be sent is this device's to send. */
const isSettled = (item: Kept): boolean =>
  item.kind !== 'message' || (item.delivery.state !== 'queued' && item.delivery.state !== 'failed');

/** What later acts change of an item that is packed; '' where nothing was done to it. */
const markOf = (item: Kept): string => {
  if (item.kind !== 'message') return '';
  if (!isSettled(item)) return 'waits';
  return item.deleted ? 'deleted' : item.stamps ? JSON.stringify(item.stamps) : '';
};

/** Some luggage, and how many items have been packed with it. */
interface Packed {
  readonly bytes: Uint8Array;
  readonly packed: number;
}

/**
 * Packs all conversations of this device, in parts. Each further time it packs only what has come and what has changed
 * since the time before.
 */
export const createPacker = (history: Pick<History, 'summaries' | 'items'>): (() => AsyncGenerator<Packed>) => {
  /** The last position that was looked at in each conversation, and the marks of what was looked at; most are empty. */
  const reached = new Map<ConversationId, number>();
  const marks = new Map<ItemKey, string>();
  let packed = 0;

  const isNews = (item: Kept, isBehind: boolean): boolean => {
    const key = itemKey(item);
    const mark = markOf(item);
    const before = isBehind ? undefined : (marks.get(key) ?? '');
    if (mark || before) marks.set(key, mark);
    return isSettled(item) && mark !== before;
  };

  return async function* pack() {
    for (const { conversation, unread } of await history.summaries()) {
      const isFirst = !reached.has(conversation);
      const end = reached.get(conversation) ?? 0;
      let items: Kept[] = [];
      let size = 0;
      const part = (isLast: boolean): Packed => {
        const luggage: Luggage = { items, ...(isLast && unread === 0 && { read: conversation }) };
        packed += items.length;
        items = [];
        size = 0;
        return { bytes: utf8(JSON.stringify(luggage)), packed };
      };
      let position = 0;
      for (let more = true; more; ) {
        const page = await history.items(conversation, { at: 'after', position, limit: PAGE });
        for (const { position: place, ...item } of page.items) {
          position = place;
          if (!isNews(item, place > end)) continue;
          items.push(item);
          size += utf8(JSON.stringify(item)).length;
          if (size > PART_BYTES) yield part(false);
        }
        more = page.newer && page.items.length > 0;
      }
      reached.set(conversation, Math.max(end, position));
      if (isFirst || items.length > 0) yield part(true);
    }
  };
};

const arriving = (item: Kept): Arriving => {
  if (item.kind !== 'timer') return item;
  const { id, conversation, author, at, seconds } = item;
  return { kind: 'act', id, conversation, author, at, act: { type: 'timer', seconds, sent_at: at } };
};

/** What was done to a message, as its stamps tell: brings one that is here already up to that. */
const actsOn = (item: Kept): readonly NewAct[] => {
  if (item.kind !== 'message') return [];
  const { id, conversation, author, at, text, deleted, stamps = {}, reactions = {} } = item;
  const place = { kind: 'act', conversation } as const;
  const common = { target: { author, id }, sent_at: at };
  if (deleted) return [{ ...place, id, author, at, act: { type: 'delete', ...common } }];
  return Object.entries(stamps).map(([part, stamp]) => ({
    ...place,
    ...stamp,
    ...(part === 'text'
      ? { author, act: { type: 'edit', text, ...common } }
      : { author: part, act: { type: 'reaction', emoji: reactions[part] ?? '', ...common } }),
  }));
};

/** Puts it behind what is here, and brings what is here already up to it. Resolves to the conversations that changed. */
export const unpackHistory = async (
  history: Pick<History, 'store' | 'cursor' | 'markRead'>,
  bytes: Uint8Array,
  { account }: StoredSession,
): Promise<readonly ConversationId[]> => {
  const { items, read } = JSON.parse(new TextDecoder().decode(bytes)) as Luggage;
  const changed = await history.store(
    items.flatMap((item) => [arriving(item), ...actsOn(item)]),
    await history.cursor(),
    account.uid,
  );
  if (read) await history.markRead(read);
  return changed;
};
