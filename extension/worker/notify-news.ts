import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import { notify, withdraw } from '../platform/notifications.ts';
import { popupIsOpen } from '../platform/popup-window.ts';
import { newlyRead, newlyUnread } from './news.ts';
import { personName } from './person-name.ts';
import { systemWords } from './system-words.ts';

/** Who, but not what: notifications are seen by whoever passes the screen. */
const wordsFor = (state: AppState, { person, last }: ConversationSummary): string => {
  const { notifications } = systemWords();
  const name = personName(state, person);
  return last?.kind === 'call' ? notifications.missedCall(name) : notifications.message(name);
};

/** Tells of new messages and missed calls while nobody has the people column open. */
export const notifyNews = (client: Client): void => {
  let before = client.state().chat.summaries;
  client.subscribe((state) => {
    const now = state.chat.summaries;
    if (now === before) return;
    const [unread, read] = [newlyUnread(before, now), newlyRead(before, now)];
    before = now;
    for (const { conversation } of read) void withdraw(conversation);
    void popupIsOpen().then((open) => {
      if (open) return;
      for (const summary of unread) void notify(summary.conversation, wordsFor(state, summary));
    });
  });
};
