import type { Client } from '#shared/client/client.ts';
import type { History } from '#shared/client/ports.ts';
import type { AppState } from '#shared/core/app.ts';
import { wantsAttention } from '#shared/core/chat/attention.ts';
import type { Chat, ConversationSummary } from '#shared/core/chat/timeline.ts';

export type Summaries = Chat['summaries'];

export interface UnreadChange {
  readonly before: Summaries;
  readonly now: Summaries;
  readonly state: AppState;
}

/** What the store holds. One that cannot be read is the client's to complain about. */
const stored = async (history: Pick<History, 'summaries'>): Promise<Summaries> => {
  const summaries = await history.summaries().catch(() => []);
  return new Map(summaries.map((summary) => [summary.conversation, summary]));
};

/**
 * Tells of each change of what is unread, and once at the start. The start is what the store held when the worker began,
 * before the relay could bring anything: a worker that was woken must not take old messages for news.
 */
export const followUnread = async (
  client: Client,
  history: Pick<History, 'summaries'>,
  tell: (change: UnreadChange) => void,
): Promise<void> => {
  let before = await stored(history);
  let seen: AppState | undefined;
  let hasRead = false;

  const consider = (state: AppState): void => {
    if (seen?.session.state === state.session.state && seen.chat === state.chat && seen.roster === state.roster) return;
    seen = state;
    const { summaries } = state.chat;
    const isOut = state.session.state === 'signed-out';
    hasRead = !isOut && (hasRead || summaries.size > 0);
    // The client has none before it has read the store; from then on what it has not is erased.
    const known = hasRead ? summaries : before;
    const now: Summaries = isOut ? new Map() : known;
    tell({ before, now, state });
    before = now;
  };

  client.subscribe(consider);
  consider(client.state());
};

/** Everything that waits for the person: messages and missed calls that nobody has looked at. */
export const unreadCount = ({ now, state }: Pick<UnreadChange, 'now' | 'state'>): number =>
  [...now.values()].filter((summary) => wantsAttention(state, summary)).reduce((sum, { unread }) => sum + unread, 0);

/** Conversations with something unread in them that was not there before. */
export const newlyUnread = ({ before, now, state }: UnreadChange): readonly ConversationSummary[] =>
  [...now.values()]
    .filter((summary) => summary.unread > (before.get(summary.conversation)?.unread ?? 0))
    .filter((summary) => wantsAttention(state, summary));

/** Conversations that were unread and have been read, or erased, since. */
export const newlyRead = ({ before, now }: Pick<UnreadChange, 'before' | 'now'>): readonly ConversationSummary[] =>
  [...before.values()].filter(({ conversation, unread }) => unread > 0 && !now.get(conversation)?.unread);
