import type { Notice } from './app.ts';
import type { Reason } from './reason.ts';

export type NoticeEvent =
  | { readonly type: 'noticed'; readonly id: string; readonly reason: Reason }
  | { readonly type: 'notice-dismissed'; readonly id: string };

/** What the person is told that belongs to no screen; the same reason once, until it is dismissed. */
export const notices = (before: readonly Notice[], event: NoticeEvent): readonly Notice[] => {
  if (event.type === 'noticed') {
    const { id, reason } = event;
    return before.some((notice) => notice.reason === reason) ? before : [...before, { id, reason }];
  }
  const rest = before.filter(({ id }) => id !== event.id);
  return rest.length === before.length ? before : rest;
};
