import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import type { RoomCode, RoomNews, RoomVisit } from '#shared/protocol/room.ts';
import type { StreamId } from '../call/call.ts';
import type { CaptureDevice } from '../call/effects.ts';
import type { PeerEvent, PeerMessage } from '../call/peer.ts';
import type { Step } from '../moment.ts';
import type { Reason } from '../reason.ts';
import type { Room, RoomPerson } from './room.ts';

/** The room of this context, and what must be remembered to go on with it. */
export interface RoomState {
  readonly room: Room;
  /** Of this page's stay. */
  readonly visit: RoomVisit;
  /** The newest record that was looked at; `version` 0 before the first. */
  readonly epoch: string;
  readonly version: number;
  /**
   * Everyone one has been connected with in this stay: they may have an end of that connection still. And the newest text
   * when they came: those after it are for them, too.
   */
  readonly met: ReadonlyMap<RoomVisit, number>;
  /** Those who have said that they leave: a record from before that is not believed. */
  readonly left: ReadonlySet<RoomVisit>;
  /** Until when a relay is waited for that one wants to join at. */
  readonly patience: Instant;
  /** Nobody looks at this context. */
  readonly hidden: boolean;
}

export const noRoom: RoomState = {
  room: { phase: 'none' },
  visit: '',
  epoch: '',
  version: 0,
  met: new Map(),
  left: new Set(),
  patience: 0,
  hidden: false,
};

/** Who this is, as events need it. */
export interface RoomPlace {
  readonly account: AccountId;
  readonly login: string;
  readonly now: Instant;
}

export type RoomEvent =
  | {
      readonly type: 'join-asked';
      readonly code: RoomCode;
      readonly link: string;
      readonly visit: RoomVisit;
      /** Why it cannot be. */
      readonly refusal?: Reason;
    }
  /** What came of the last `join`. */
  | { readonly type: 'join-answered'; readonly refusal?: Reason }
  | { readonly type: 'leave-asked' }
  | { readonly type: 'dismissed' }
  /** The person is in a call now, or nobody is signed in here any more. */
  | { readonly type: 'call-taken' }
  | { readonly type: 'signed-out' }
  /** `name`: as the link opens it. */
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'news'; readonly news: Extract<RoomNews, { type: 'record' | 'knocking' | 'lost' }> }
  | { readonly type: 'link-up' }
  | { readonly type: 'link-down' }
  | { readonly type: 'timer' }
  | { readonly type: 'peer'; readonly visit: RoomVisit; readonly event: PeerEvent }
  | { readonly type: 'device-set'; readonly device: CaptureDevice; readonly on: boolean }
  | { readonly type: 'deafened-set'; readonly deafened: boolean }
  | { readonly type: 'device-started'; readonly device: CaptureDevice; readonly stream?: StreamId }
  | { readonly type: 'device-failed'; readonly device: CaptureDevice; readonly reason: Reason }
  /** There is something else to be had than there was. */
  | { readonly type: 'device-found'; readonly device: CaptureDevice }
  /** The system lets nothing of it through. */
  | { readonly type: 'device-silenced'; readonly device: CaptureDevice }
  /** Nobody looks at this context any more, or somebody does. */
  | { readonly type: 'page-hidden' }
  | { readonly type: 'page-shown' }
  | { readonly type: 'text-said'; readonly text: string }
  | { readonly type: 'share-asked' }
  | { readonly type: 'share-stop-asked'; readonly stream?: StreamId }
  | { readonly type: 'share-started'; readonly stream: StreamId; readonly sound: boolean }
  | { readonly type: 'share-failed'; readonly reason: Reason }
  | { readonly type: 'share-ended'; readonly stream: StreamId };

export type RoomEffect =
  /** `again`: by no act of the person. */
  | { readonly type: 'join'; readonly again: boolean }
  | { readonly type: 'leave' }
  /** `again`: they may have an end of a former connection. */
  | { readonly type: 'connect'; readonly person: RoomPerson; readonly again: boolean }
  /** They are at another endpoint now. */
  | { readonly type: 'address'; readonly person: RoomPerson }
  | { readonly type: 'disconnect'; readonly visit: RoomVisit }
  /** Without `to`, everyone. */
  | { readonly type: 'tell'; readonly message: PeerMessage; readonly to?: RoomVisit }
  | { readonly type: 'revive' }
  | { readonly type: 'capture'; readonly device: CaptureDevice }
  | { readonly type: 'capture-end'; readonly device: CaptureDevice }
  /** Says which of them the system has silenced. */
  | { readonly type: 'captures-look' }
  | { readonly type: 'share' }
  | { readonly type: 'share-end'; readonly stream: StreamId }
  | { readonly type: 'share-request-end' }
  /** All connections, captures and shares. */
  | { readonly type: 'media-end' }
  | { readonly type: 'timer'; readonly ms: number };

export type RoomStep = Step<RoomState, RoomEffect>;
