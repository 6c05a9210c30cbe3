import type { CallDevice, CallMedia } from '#shared/protocol/call.ts';
import type { Attachment, Ref } from '#shared/protocol/content.ts';
import type { AccountId, CallId, ConversationId, EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { Reason } from '../reason.ts';
import type { ItemKey } from './item-key.ts';

/** How far one's own message has come; others' messages are simply here. */
export type Delivery =
  | { readonly state: 'received' }
  | { readonly state: 'queued' }
  | { readonly state: 'sent' }
  /** At least one of their devices has it; they have seen it. */
  | { readonly state: 'delivered' }
  | { readonly state: 'read' }
  | { readonly state: 'failed'; readonly reason: Reason };

/** When the relay committed an act, and its id: of two acts on the same thing the one with the later stamp stands. */
export interface Stamp {
  readonly at: Instant;
  readonly id: EnvelopeId;
}

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
  /** The message that it answers. */
  readonly reply?: Ref;
  readonly attachment?: Attachment;
  /** Seconds it lives once it has been sent, or read. */
  readonly expires?: number;
  /** When it disappears, by this device's clock. */
  readonly expires_at?: Instant;
  readonly edited?: true;
  /** A tombstone: nothing of what was said is left, and no later act changes it. */
  readonly deleted?: true;
  /** One emoji of each person who has given one. */
  readonly reactions?: Readonly<Record<AccountId, string>>;
  /** Which act its text (`text`) and each person's reaction (by account) come from. Missing where there was none. */
  readonly stamps?: Readonly<Record<string, Stamp>>;
  /** One's own latest act on it that could not be sent, and why. `act` is its envelope. */
  readonly unsent?: { readonly act: EnvelopeId; readonly reason: Reason };
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
  /** How it ended, as the relay named it; missing in what was stored before that was kept. */
  readonly reason?: string;
  /** Where it was answered. */
  readonly answerer?: CallDevice;
  /** Whose act ended it. */
  readonly ended_by?: CallDevice;
}

/** Someone has set how long messages live. */
export interface TimerEntry {
  readonly kind: 'timer';
  readonly id: EnvelopeId;
  readonly conversation: ConversationId;
  readonly position: number;
  readonly author: AccountId;
  readonly at: Instant;
  /** 0: for ever. */
  readonly seconds: number;
}

export type TimelineItem = Message | CallEntry | TimerEntry;

/** What there is beyond what is held. */
export type Beyond = 'some' | 'loading' | 'none';

/** A window over the open conversation: a part of it without gaps, oldest first. */
export interface Timeline {
  readonly conversation: ConversationId;
  readonly items: readonly TimelineItem[];
  readonly older: Beyond;
  readonly newer: Beyond;
  /** Position of the first item that nobody had seen when it was opened. */
  readonly unreadFrom?: number;
  /** What the reader has jumped to: a new object for each jump. Held as soon as it has been read. */
  readonly target?: { readonly item: ItemKey };
  /** How often something may have changed that is not held, such as what a quote is of. Missing: never. */
  readonly beyond?: number;
}

/** One line of the people column. */
export interface ConversationSummary {
  readonly conversation: ConversationId;
  readonly person: AccountId;
  readonly last?: TimelineItem;
  readonly unread: number;
  /** Position of the newest item that has been seen. Missing where none has. */
  readonly seen?: number;
  /** Seconds for which new messages live. Missing: for ever. */
  readonly timer?: number;
}

export interface Chat {
  readonly summaries: ReadonlyMap<ConversationId, ConversationSummary>;
  readonly open?: Timeline;
}
