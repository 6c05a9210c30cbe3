import type { ConversationId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Step } from '../moment.ts';
import { isSameItem, keepItems } from './same.ts';
import type { Chat, ConversationSummary, Timeline, TimelineItem } from './timeline.ts';

/** How many items one page of a conversation brings. */
export const PAGE = 50;

export type ChatEvent =
  | { readonly type: 'conversation-opened'; readonly conversation: ConversationId }
  | { readonly type: 'conversation-closed' }
  | { readonly type: 'older-wanted' }
  /** Here or in another context of this device; the store has it already. */
  | { readonly type: 'conversation-changed'; readonly conversation: ConversationId }
  | { readonly type: 'summaries-read'; readonly summaries: readonly ConversationSummary[] }
  | {
      readonly type: 'items-read';
      readonly conversation: ConversationId;
      readonly items: readonly TimelineItem[];
      readonly more: boolean;
    };

/** Both are answered in the order in which they were asked for. */
export type ChatEffect =
  | { readonly type: 'summaries' }
  | { readonly type: 'items'; readonly conversation: ConversationId; readonly limit: number };

export const noChat: Chat = { summaries: new Map() };

const items = ({ conversation, items, older }: Timeline): ChatEffect => ({
  type: 'items',
  conversation,
  limit: older === 'loading' ? items.length + PAGE : Math.max(items.length + 1, PAGE),
});

const isSameSummary = (a: ConversationSummary, b: ConversationSummary): boolean =>
  a.unread === b.unread && (a.last && b.last ? isSameItem(a.last, b.last) : a.last === b.last);

const collect = (before: Chat['summaries'], read: readonly ConversationSummary[]): Chat['summaries'] => {
  const kept = read.map((summary) => {
    const known = before.get(summary.conversation);
    return known && isSameSummary(known, summary) ? known : summary;
  });
  const unchanged =
    kept.length === before.size && kept.every((summary) => before.get(summary.conversation) === summary);
  return unchanged ? before : new Map(kept.map((summary) => [summary.conversation, summary]));
};

const fill = (open: Timeline, read: readonly TimelineItem[], more: boolean): Timeline => {
  const kept = keepItems(open.items, read);
  const older = more ? 'some' : 'none';
  return kept === open.items && older === open.older ? open : { ...open, items: kept, older };
};

export const chat = (state: Chat, event: ChatEvent): Step<Chat, ChatEffect> => {
  switch (event.type) {
    case 'conversation-opened': {
      if (state.open?.conversation === event.conversation) return [state, []];
      const open: Timeline = { conversation: event.conversation, items: [], older: 'loading' };
      return [{ ...state, open }, [items(open)]];
    }
    case 'conversation-closed':
      return [state.open ? { summaries: state.summaries } : state, []];
    case 'older-wanted': {
      if (state.open?.older !== 'some') return [state, []];
      const open: Timeline = { ...state.open, older: 'loading' };
      return [{ ...state, open }, [items(open)]];
    }
    case 'conversation-changed':
      return [
        state,
        state.open?.conversation === event.conversation
          ? [items(state.open), { type: 'summaries' }]
          : [{ type: 'summaries' }],
      ];
    case 'summaries-read': {
      const summaries = collect(state.summaries, event.summaries);
      return [summaries === state.summaries ? state : { ...state, summaries }, []];
    }
    case 'items-read': {
      if (state.open?.conversation !== event.conversation) return [state, []];
      const open = fill(state.open, event.items, event.more);
      return [open === state.open ? state : { ...state, open }, []];
    }
    default:
      return assertNever(event);
  }
};
