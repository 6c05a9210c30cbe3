import type { MailboxItem } from '#shared/protocol/envelope.ts';
import type { RelayedSignal, RelayFrame } from '#shared/protocol/frames.ts';
import type { AccountId, DeviceId, RingTestId } from '#shared/protocol/ids.ts';
import type { AppState, Session } from './app.ts';
import type { CallEffect } from './call/effects.ts';
import { type CallMemory, noMemory } from './call/memory.ts';
import type { CallEvent, CallMachine } from './call/transition.ts';
import { type ChatEffect, type ChatEvent, noChat } from './chat/transition.ts';
import { noTransfers, type TransferEvent } from './files/transfers.ts';
import { type IdentityEvent, noIdentity } from './identity/transition.ts';
import type { LinkEffect, LinkEvent } from './link/transition.ts';
import type { Moment } from './moment.ts';
import type { NoticeEvent } from './notices.ts';
import { nobody } from './presence/transition.ts';
import { defaultPrivacy, type Privacy } from './privacy/privacy.ts';
import { noRoster, type RosterEffect, type RosterEvent } from './roster/transition.ts';
import { nobodyTypes, type TypingEffect } from './typing/transition.ts';

/** All that a context knows: what it shows, and what it must remember to go on. */
export interface Mind {
  readonly app: AppState;
  readonly calls: CallMemory;
  /** What runs calls. Missing until the first is near: without it there is no call, and what is said of one is not heard. */
  readonly machine?: CallMachine;
  /** This context can run a call itself: it has media and peers. */
  readonly calling: boolean;
  /** Someone is looking at it. */
  readonly visible: boolean;
}

export const newMind = (calling: boolean, machine?: CallMachine): Mind => ({
  app: {
    session: { state: 'loading' },
    link: { state: 'idle' },
    identity: noIdentity,
    roster: noRoster,
    presence: nobody,
    typing: nobodyTypes,
    chat: noChat,
    transfers: noTransfers,
    call: { phase: 'none' },
    privacy: defaultPrivacy,
    notices: [],
  },
  calls: noMemory,
  ...(machine && { machine }),
  calling,
  visible: false,
});

type SignedIn = Extract<Session, { state: 'signed-in' }>;

export type Timer = 'link' | 'call' | 'ring' | 'typing';

/** What can happen to a context. */
export type AppEvent =
  /** What the store says, at the start and whenever another context has changed it. */
  | { readonly type: 'session-found'; readonly session: Omit<SignedIn, 'state'>; readonly privacy: Privacy }
  | { readonly type: 'session-found'; readonly session: undefined }
  | { readonly type: 'frame'; readonly frame: RelayFrame }
  | { readonly type: 'timer'; readonly timer: Timer }
  | { readonly type: 'visibility-changed'; readonly visible: boolean }
  | NoticeEvent
  | Extract<LinkEvent, { type: 'link-refused' | 'link-closed' | 'network-returned' }>
  | Extract<RosterEvent, { type: 'roster-remembered' }>
  | { readonly type: 'privacy-read'; readonly privacy: Privacy }
  | IdentityEvent
  | ChatEvent
  | TransferEvent
  | Exclude<
      CallEvent,
      {
        type:
          | 'call-told'
          | 'call-summarised'
          | 'call-link-up'
          | 'call-timer'
          | 'call-dropped'
          | 'ring-timer'
          | 'ring-seen'
          | 'page-hidden'
          | 'page-shown';
      }
    >;

export type StampedEvent = AppEvent & Moment;

/** What a context can be asked to do to the world; `client/run-effects.ts` does it. */
export type AppEffect =
  | LinkEffect
  | RosterEffect
  | ChatEffect
  | TypingEffect
  | CallEffect
  /** The first frame on a socket, with the cursor of the store. Whatever else is sent waits for it. */
  | { readonly type: 'hello'; readonly active: boolean }
  | { readonly type: 'frame'; readonly frame: { readonly type: 'activity'; readonly active: boolean } }
  /** The roster, the conversations and the choices of this device's person, from its store. */
  | { readonly type: 'remembrance' }
  /** The keys that others seal for, where their time is over; or where few are left, by the prekey they came with. */
  | { readonly type: 'prekeys'; readonly low?: number }
  /** From the other side of a call. */
  | { readonly type: 'signal'; readonly signal: RelayedSignal }
  /** Asks how this device stands with its account; `of` whose devices have changed. */
  | { readonly type: 'identity'; readonly of?: AccountId }
  /** Another own device has said something; `visible` where someone is looking, who alone can answer. */
  | { readonly type: 'link'; readonly from: DeviceId; readonly body: string; readonly visible: boolean }
  /** The person asks on some device whether this one can be rung. */
  | { readonly type: 'ring-test'; readonly test: RingTestId }
  /** What the relay says of rooms; an answer has an `id`, and whoever asked has it already. */
  | { readonly type: 'room'; readonly id?: string | undefined; readonly news: unknown }
  /** Messages that wait for their tick. */
  | { readonly type: 'outbox' }
  | { readonly type: 'inbox'; readonly items: readonly MailboxItem[] };
