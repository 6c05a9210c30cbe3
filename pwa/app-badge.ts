import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import { wantsAttention } from '#shared/core/chat/attention.ts';

const unreadIn = (state: AppState): number =>
  [...state.chat.summaries.values()]
    .filter((summary) => wantsAttention(state, summary))
    .reduce((sum, { unread }) => sum + unread, 0);

/** The count of unread messages in the title and on the icon of the installed app. */
export const showUnread = (client: Client): void => {
  // The worker may have put something on the icon.
  let shown: number | undefined;
  client.subscribe((state) => {
    const unread = unreadIn(state);
    if (unread === shown) return;
    shown = unread;
    document.title = unread > 0 ? `(${unread}) Tincan` : 'Tincan';
    // Refused where the app is not installed, absent in Firefox: the title remains.
    navigator.setAppBadge?.(unread).catch(() => {});
  });
};
