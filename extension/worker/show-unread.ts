import type { AppState } from '#shared/core/app.ts';
import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import { showBadge } from '../platform/badge.ts';
import { notify, withdraw } from '../platform/notifications.ts';
import { popupIsOpen } from '../platform/popup-window.ts';
import { personName } from './person-name.ts';
import { systemWords } from './system-words.ts';
import { newlyRead, newlyUnread, type UnreadChange, unreadCount } from './unread.ts';

/** Who, but not what: notifications are seen by whoever passes the screen. */
const wordsFor = (state: AppState, { person, last }: ConversationSummary): string => {
  const { notifications } = systemWords();
  const name = personName(state, person);
  return last?.kind === 'call' ? notifications.missedCall(name) : notifications.message(name);
};

/** The number on the icon, and a notification for what is new while nobody has the people column open. */
export const showUnread = async (change: UnreadChange): Promise<void> => {
  void showBadge(unreadCount(change));
  for (const { conversation } of newlyRead(change)) void withdraw(conversation);
  const news = newlyUnread(change);
  if (news.length === 0 || (await popupIsOpen())) return;
  for (const summary of news) void notify(summary.conversation, wordsFor(change.state, summary));
};
