import type { AppState } from '#shared/core/app.ts';

/** Everything that waits for the person: messages and missed calls that nobody has looked at. */
export const badgeCount = ({ session, chat }: AppState): number => {
  if (session.state !== 'signed-in') return 0;
  return [...chat.summaries.values()].reduce((sum, { unread }) => sum + unread, 0);
};
