import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId, ConversationId, EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { Reason } from '../reason.ts';

/** How far one's own message has come; others' messages are simply here. */
export type Delivery =
  | { readonly state: 'received' }
  | { readonly state: 'queued' }
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly reason: Reason };

export interface Message {
  readonly kind: 'message';
  readonly id: EnvelopeId;
  readonly conversation: ConversationId;
  /** Place in the conversation on this device, in the order of arrival; never by anyone's clock. */
  readonly position: number;
  readonly author: AccountId;
  readonly text: string;
  /** For display only: the relay's time of commit, or this device's while queued. */
  readonly at: Instant;
  readonly delivery: Delivery;
}

export type CallOutcome = 'answered' | 'missed' | 'declined' | 'cancelled' | 'busy' | 'no-answer' | 'failed';

export interface CallEntry {
  readonly kind: 'call';
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly position: number;
  readonly direction: 'incoming' | 'outgoing';
  readonly outcome: CallOutcome;
  readonly media: CallMedia;
  readonly at: Instant;
  /** From answer to end; 0 where nobody answered. */
  readonly seconds: number;
}

export type TimelineItem = Message | CallEntry;

/** The loaded end of the open conversation, oldest first. */
export interface Timeline {
  readonly conversation: ConversationId;
  readonly items: readonly TimelineItem[];
  readonly older: 'some' | 'loading' | 'none';
}

/** One line of the people column. */
export interface ConversationSummary {
  readonly conversation: ConversationId;
  readonly person: AccountId;
  readonly last?: TimelineItem;
  readonly unread: number;
}

export interface Chat {
  readonly summaries: ReadonlyMap<ConversationId, ConversationSummary>;
  readonly open?: Timeline;
}
