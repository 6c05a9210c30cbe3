import type { ConversationId } from '#shared/protocol/ids.ts';
import type { Arriving, History, NewCallEntry, NewMessage, NewTimerEntry, StoredSession } from '../ports.ts';
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

/** What waits here to be sent is this device's to send. */
const isSettled = (item: Kept): boolean =>
  item.kind !== 'message' || (item.delivery.state !== 'queued' && item.delivery.state !== 'failed');

/** All conversations of this device, in parts; each time with how many items have been packed. */
export async function* packHistory(
  history: Pick<History, 'summaries' | 'items'>,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly packed: number }> {
  let packed = 0;
  for (const { conversation, unread } of await history.summaries()) {
    let items: Kept[] = [];
    let size = 0;
    const part = (isLast: boolean): { readonly bytes: Uint8Array; readonly packed: number } => {
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
        if (!isSettled(item)) continue;
        items.push(item);
        size += utf8(JSON.stringify(item)).length;
        if (size > PART_BYTES) yield part(false);
      }
      more = page.newer && page.items.length > 0;
    }
    yield part(true);
  }
}

const arriving = (item: Kept): Arriving => {
  if (item.kind !== 'timer') return item;
  const { id, conversation, author, at, seconds } = item;
  return { kind: 'act', id, conversation, author, at, act: { type: 'timer', seconds, sent_at: at } };
};

/** Puts it behind what is here; what is here already changes nothing. Resolves to the conversations that changed. */
export const unpackHistory = async (
  history: Pick<History, 'store' | 'cursor' | 'markRead'>,
  bytes: Uint8Array,
  { account }: StoredSession,
): Promise<readonly ConversationId[]> => {
  const { items, read } = JSON.parse(new TextDecoder().decode(bytes)) as Luggage;
  const changed = await history.store(items.map(arriving), await history.cursor(), account.uid);
  if (read) await history.markRead(read);
  return changed;
};
