import type { CallMedia } from '#shared/protocol/call.ts';
import type { CallId, Instant } from '#shared/protocol/ids.ts';
import type { MoreWords } from '#shared/ui/strings/en-more.ts';

/** What a notification of a ring is about, for whoever clicks it. */
export interface RingData {
  readonly kind: 'ring';
  readonly call: CallId;
  readonly media: CallMedia;
  readonly ends_at: Instant;
  /** When it was last heard, whoever showed it. */
  readonly alerted?: Instant;
}

/** What the types of the DOM leave out because not every browser has it. */
export interface RingOptions extends NotificationOptions {
  readonly tag: CallId;
  readonly data: RingData;
  readonly actions: readonly { readonly action: 'answer' | 'decline'; readonly title: string }[];
  readonly renotify?: boolean;
  readonly scenario?: 'incoming-call';
}

/**
 * How a ring is shown by the system, whoever shows it: one for each call, and it stays (call-flow.md R10). A silent one
 * makes no sound and goes by itself.
 */
export const ringOptions = (
  facts: Omit<RingData, 'kind'>,
  silent: boolean,
  { call: words }: Pick<MoreWords, 'call'>,
): RingOptions => ({
  tag: facts.call,
  icon: '/icon-192.png',
  requireInteraction: !silent,
  silent,
  actions: [
    { action: 'answer', title: words.answer },
    { action: 'decline', title: words.decline },
  ],
  data: { kind: 'ring', ...facts },
});
