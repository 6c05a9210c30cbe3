import type { Chat, ConversationSummary } from '#shared/core/chat/timeline.ts';

type Summaries = Chat['summaries'];

/** Conversations with something unread in them that was not there before. */
export const newlyUnread = (before: Summaries, now: Summaries): readonly ConversationSummary[] =>
  [...now.values()].filter((summary) => summary.unread > (before.get(summary.conversation)?.unread ?? 0));

/** Conversations that were unread and have been read since. */
export const newlyRead = (before: Summaries, now: Summaries): readonly ConversationSummary[] =>
  [...before.values()].filter((summary) => summary.unread > 0 && (now.get(summary.conversation)?.unread ?? 0) === 0);
