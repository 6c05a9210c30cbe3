import type { CallMedia } from '#shared/protocol/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { MoreWords } from '#shared/ui/strings/en-more.ts';

/** What a notification of a ring is about, for whoever clicks it. */
export interface RingData {
  readonly kind: 'ring';
  readonly call: CallId;
  readonly media: CallMedia;
}

/** What the types of the DOM leave out because not every browser has it. */
export interface RingOptions extends NotificationOptions {
  readonly actions: readonly { readonly action: 'answer' | 'decline'; readonly title: string }[];
  readonly renotify?: boolean;
}

/** How a ring is shown by the system, whoever shows it: one for each call, and it stays (call-flow.md R10). */
export const ringOptions = (call: CallId, media: CallMedia, { call: words }: Pick<MoreWords, 'call'>): RingOptions => ({
  tag: call,
  icon: '/icon-192.png',
  requireInteraction: true,
  actions: [
    { action: 'answer', title: words.answer },
    { action: 'decline', title: words.decline },
  ],
  data: { kind: 'ring', call, media } satisfies RingData,
});
