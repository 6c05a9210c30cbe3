import type { ConversationId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Step } from '../moment.ts';
import { type ItemKey, itemKey } from './item-key.ts';
import { isSameItem } from './same.ts';
import type { Chat, ConversationSummary, Timeline, TimelineItem } from './timeline.ts';
import { fill, first, HELD, last, PAGE, type Page, type Part } from './window.ts';

/**
 * All that has changed in a conversation: how much of it has been seen; its end, where items are added and own messages
 * come further; or one item of any age as well.
 */
export type Touched = 'seen' | 'end' | { readonly item: ItemKey };

export type ChatEvent =
  | { readonly type: 'conversation-opened'; readonly conversation: ConversationId }
  | { readonly type: 'conversation-closed' }
  | { readonly type: 'older-wanted' }
  | { readonly type: 'newer-wanted' }
  /** Also by a reader at the end of more than is held for one who moves. */
  | { readonly type: 'newest-wanted' }
  /** An item of any age, with what is around it; opens its conversation. */
  | { readonly type: 'item-wanted'; readonly conversation: ConversationId; readonly item: ItemKey }
  /** Here or in another context of this device; the store has it already. Without `touched`, any of it. */
  | { readonly type: 'conversation-changed'; readonly conversation: ConversationId; readonly touched?: Touched }
  | { readonly type: 'summaries-read'; readonly summaries: readonly ConversationSummary[] }
  | {
      readonly type: 'items-read';
      readonly conversation: ConversationId;
      readonly part: Part;
      readonly page: Page;
    };

/** Both are answered in the order in which they were asked for. */
export type ChatEffect =
  | { readonly type: 'summaries' }
  | { readonly type: 'items'; readonly conversation: ConversationId; readonly part: Part };

export const noChat: Chat = { summaries: new Map() };

const items = (conversation: ConversationId, part: Part): ChatEffect => ({ type: 'items', conversation, part });

/** Where what nobody has seen begins, if there is any. */
const mark = (summary: ConversationSummary | undefined): Pick<Timeline, 'unreadFrom'> =>
  summary && summary.unread > 0 ? { unreadFrom: (summary.seen ?? 0) + 1 } : {};

const unread = ({ summaries }: Chat, conversation: ConversationId): Timeline => ({
  conversation,
  items: [],
  older: 'loading',
  newer: 'none',
  ...mark(summaries.get(conversation)),
});

/** A conversation may be opened before the store has told of any. */
const markLate = (state: Chat, summaries: Chat['summaries']): Pick<Chat, 'open'> => {
  const { open } = state;
  if (!open) return {};
  return {
    open: state.summaries.has(open.conversation) ? open : { ...open, ...mark(summaries.get(open.conversation)) },
  };
};

const isSameSummary = (a: ConversationSummary, b: ConversationSummary): boolean =>
  a.unread === b.unread &&
  a.seen === b.seen &&
  a.timer === b.timer &&
  (a.last && b.last ? isSameItem(a.last, b.last) : a.last === b.last);

const collect = (before: Chat['summaries'], read: readonly ConversationSummary[]): Chat['summaries'] => {
  const kept = read.map((summary) => {
    const known = before.get(summary.conversation);
    return known && isSameSummary(known, summary) ? known : summary;
  });
  const unchanged =
    kept.length === before.size && kept.every((summary) => before.get(summary.conversation) === summary);
  return unchanged ? before : new Map(kept.map((summary) => [summary.conversation, summary]));
};

/** An own message that has not been read yet, as far as is known. */
const isUnderWay = (item: TimelineItem): boolean =>
  item.kind === 'message' && item.delivery.state !== 'received' && item.delivery.state !== 'read';

/** What has to be read again. An item that is not held may be one that is only being read, too early. */
const touchedPart = (open: Timeline, touched: Touched | undefined): Part => {
  const { items, target } = open;
  if (items.length === 0) return target ? { at: 'around', item: target.item, limit: PAGE } : { at: 'end', limit: PAGE };
  const isTouched = (item: TimelineItem): boolean =>
    touched === undefined || isUnderWay(item) || (typeof touched === 'object' && itemKey(item) === touched.item);
  const index = items.findIndex(isTouched);
  const from = items[index]?.position ?? last(open) + 1;
  return { at: 'again', from, limit: (index < 0 ? 0 : items.length - index) + PAGE };
};

export const chat = (state: Chat, event: ChatEvent): Step<Chat, ChatEffect> => {
  switch (event.type) {
    case 'conversation-opened': {
      const { conversation } = event;
      if (state.open?.conversation === conversation) return [state, []];
      return [{ ...state, open: unread(state, conversation) }, [items(conversation, { at: 'end', limit: PAGE })]];
    }
    case 'conversation-closed':
      return [state.open ? { summaries: state.summaries } : state, []];
    case 'older-wanted': {
      if (state.open?.older !== 'some') return [state, []];
      const open: Timeline = { ...state.open, older: 'loading' };
      return [{ ...state, open }, [items(open.conversation, { at: 'before', position: first(open), limit: PAGE })]];
    }
    case 'newer-wanted': {
      if (state.open?.newer !== 'some') return [state, []];
      const open: Timeline = { ...state.open, newer: 'loading' };
      return [{ ...state, open }, [items(open.conversation, { at: 'after', position: last(open), limit: PAGE })]];
    }
    case 'newest-wanted': {
      const { open } = state;
      if (!open || (open.newer === 'none' && open.items.length <= HELD)) return [state, []];
      return [state, [items(open.conversation, { at: 'end', limit: PAGE })]];
    }
    case 'item-wanted': {
      const { conversation, item } = event;
      const target = { item };
      const current = state.open?.conversation === conversation ? state.open : unread(state, conversation);
      const held = current.items.some((one) => itemKey(one) === item);
      return [
        { ...state, open: { ...current, target } },
        held ? [] : [items(conversation, { at: 'around', item, limit: PAGE })],
      ];
    }
    case 'conversation-changed': {
      const { open } = state;
      const isShown = open?.conversation === event.conversation && event.touched !== 'seen';
      if (!isShown) return [state, [{ type: 'summaries' }]];
      const effects = [items(open.conversation, touchedPart(open, event.touched)), { type: 'summaries' } as const];
      if (event.touched === 'end') return [state, effects];
      return [{ ...state, open: { ...open, beyond: (open.beyond ?? 0) + 1 } }, effects];
    }
    case 'summaries-read': {
      const summaries = collect(state.summaries, event.summaries);
      return [summaries === state.summaries ? state : { summaries, ...markLate(state, summaries) }, []];
    }
    case 'items-read': {
      if (state.open?.conversation !== event.conversation) return [state, []];
      const open = fill(state.open, event.part, event.page);
      return [open === state.open ? state : { ...state, open }, []];
    }
    default:
      return assertNever(event);
  }
};
