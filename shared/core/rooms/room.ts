import type { AccountId, DeviceId, EndpointId, Instant } from '#shared/protocol/ids.ts';
import type { RoomCode, RoomLoss, RoomVisit } from '#shared/protocol/room.ts';
import type { LocalDevice, LocalShare, RemoteDevice, RemoteShare, ShareRequest, StreamId } from '../call/call.ts';
import type { Reason } from '../reason.ts';

/** How one is connected with somebody inside. */
export type RoomPath = 'connecting' | 'connected' | 'reconnecting' | 'lost';

/** Somebody else inside. */
export interface RoomPerson {
  readonly visit: RoomVisit;
  readonly account: AccountId;
  readonly login: string;
  readonly device: DeviceId;
  readonly endpoint: EndpointId;
  readonly path: RoomPath;
  readonly stream?: StreamId;
  readonly microphone: RemoteDevice;
  readonly camera: RemoteDevice;
  readonly shares: readonly RemoteShare[];
  /** The system has taken their microphone and camera, or stops their page. */
  readonly paused?: true;
  /** The relay does not name them any more; they are heard until then. */
  readonly unnamed?: Instant;
}

/** Somebody who waits to be let in. */
export interface RoomKnocker {
  readonly account: AccountId;
  readonly login: string;
}

/** What was said in writing since one is inside. It is kept nowhere else. */
export interface RoomText {
  /** In the order in which it came, from 1. */
  readonly number: number;
  readonly account: AccountId;
  readonly login: string;
  readonly text: string;
  /** Of whose stay it is, and its number there, where that was told. */
  readonly said: { readonly visit: RoomVisit; readonly number?: number | undefined };
  /** By the clock of this device. */
  readonly at: Instant;
}

/** What is known of a room before one is inside. */
interface RoomOfLink {
  readonly code: RoomCode;
  /** Whole, as it is sent to somebody. */
  readonly link: string;
  /** Empty until the link has opened what the relay keeps. */
  readonly name: string;
}

export interface RoomInside extends RoomOfLink {
  readonly phase: 'inside';
  readonly visit: RoomVisit;
  readonly host: AccountId;
  /** This person lets in and removes. */
  readonly isHost: boolean;
  /** This person has made the room, and may end it. */
  readonly isCreator: boolean;
  readonly waitingRoom: boolean;
  readonly most: number;
  readonly people: readonly RoomPerson[];
  readonly knocking: readonly RoomKnocker[];
  /** The newest. */
  readonly texts: readonly RoomText[];
  readonly microphone: LocalDevice;
  readonly camera: LocalDevice;
  readonly localStream?: StreamId;
  readonly shareRequest: ShareRequest;
  readonly shares: readonly LocalShare[];
  /** Neither hears nor is heard. */
  readonly deafened: boolean;
  /** The microphone was on before, and will be again. */
  readonly speaksAgain?: boolean;
  /** The system has taken microphone and camera: the phone is locked. */
  readonly paused?: true;
  /** The relay cannot be reached: who is connected goes on, nobody can come in. */
  readonly cutOff?: true;
}

/** `left` by the person themselves, `call` since they answered a call; else the relay's word, or why one could not enter. */
export type RoomEnding =
  | { readonly kind: 'left' | 'call' }
  | { readonly kind: 'lost'; readonly loss: RoomLoss }
  | { readonly kind: 'failed'; readonly reason: Reason };

/** The one room of a context. */
export type Room =
  | { readonly phase: 'none' }
  | (RoomOfLink & { readonly phase: 'joining' })
  /** Until the host lets one in. */
  | (RoomOfLink & {
      readonly phase: 'knocking';
      /** The relay cannot be reached: nobody sees the knock until it is back. */
      readonly cutOff?: true;
    })
  | RoomInside
  | (RoomOfLink & { readonly phase: 'over'; readonly ending: RoomEnding });
