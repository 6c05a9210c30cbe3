import type { CallMedia, CallParty, EndReason } from '#shared/protocol/call.ts';
import type { AccountId, CallId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { Quality } from '../quality/quality.ts';
import type { Reason } from '../reason.ts';

/** Names a MediaStream held by `client/media`; state never holds the stream itself. */
export type StreamId = string;

/** One's own microphone or camera during a call. */
export type LocalDevice =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'on' }
  | { readonly state: 'unavailable'; readonly reason: Reason };

/** As the person wants it: one that is being started counts. */
export const isOn = ({ state }: LocalDevice): boolean => state === 'on' || state === 'starting';

export type ShareKind = 'screen' | 'tab';

/** What was last asked for, to be shown beside whatever is shown already. */
export type ShareRequest =
  | { readonly state: 'none' }
  | { readonly state: 'starting'; readonly kind: ShareKind }
  /** So many are shown already that there is no place for one more. */
  | { readonly state: 'full' }
  | { readonly state: 'failed'; readonly kind: ShareKind; readonly reason: Reason };

/** What the other side is shown. Both sides know it by the name of its stream here. */
export interface LocalShare {
  readonly stream: StreamId;
  readonly kind: ShareKind;
  readonly sound: boolean;
}

/** What the other side said of its devices over the data channel. */
export type RemoteDevice = 'on' | 'off' | 'unavailable';

export interface RemoteShare {
  readonly stream: StreamId;
  /** As both sides know it. */
  readonly share: string;
  readonly kind: ShareKind;
  readonly sound: boolean;
}

/** The media path between the two devices; the relay's reachability plays no part in it. */
export type Path =
  | { readonly state: 'connecting'; readonly since: Instant }
  | { readonly state: 'connected' }
  | { readonly state: 'reconnecting'; readonly since: Instant; readonly told: LossTold }
  /** The other side's page is gone, and may be loaded again. */
  | { readonly state: 'left'; readonly since: Instant }
  /** Not sought any more: the person can take the call up again for a while. */
  | { readonly state: 'lost'; readonly since: Instant };

/** How far a lost path is told: not at all, in a word, or with the question what to do (call-flow.md R29). */
export type LossTold = 'nobody' | 'word' | 'question';

/** A path that is made to one device of the other side while it rings; the answer finds it there. */
export interface WarmPath {
  readonly peer: CallParty;
  readonly connected: boolean;
  readonly remoteStream?: StreamId;
  /** Own picture goes there already. */
  readonly watched?: true;
  /** Told before this context heard of the answer, or with a picture before it. */
  readonly devices?: { readonly microphone: RemoteDevice; readonly camera: RemoteDevice };
}

export interface OutgoingCall {
  readonly phase: 'outgoing';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  /** `asking` until the relay has the invite, `calling` until a push is on its way to a device or one rings. */
  readonly stage: 'asking' | 'calling' | 'notified' | 'ringing';
  /** So many have come as far as `stage` says. */
  readonly devices: number;
  readonly since: Instant;
  /** To devices that ring. */
  readonly warm: readonly WarmPath[];
  readonly microphone: LocalDevice;
  readonly camera: LocalDevice;
  readonly localStream?: StreamId;
}

export interface IncomingCall {
  readonly phase: 'incoming';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  readonly since: Instant;
  /** When it stops ringing, where nobody answers. */
  readonly until: Instant;
  /** This context sounds and shows the ring; another one of the device may have taken it. */
  readonly ringsHere: boolean;
  /** Shown, and never heard (call-flow.md R12). */
  readonly silent: boolean;
  /** To the caller. */
  readonly warm?: WarmPath;
  /** Set once the person chose to answer, until the relay has said who won. */
  readonly answering?: CallMedia;
  /** It may be over meanwhile. */
  readonly waiting?: WaitingCall;
}

/** Somebody who calls during a call (call-flow.md R15), or while somebody else calls. */
export interface WaitingCall {
  readonly call: CallId;
  readonly person: AccountId;
  readonly media: CallMedia;
  /** Shown without a sound. */
  readonly silent?: true;
}

export interface ActiveCall {
  readonly phase: 'active';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  readonly role: 'caller' | 'callee';
  readonly peer: CallParty;
  readonly path: Path;
  readonly answeredAt: Instant;
  /** The relay's record says so, too: an answer over a path that was there already is faster. */
  readonly confirmed: boolean;
  readonly microphone: LocalDevice;
  readonly camera: LocalDevice;
  readonly shareRequest: ShareRequest;
  readonly shares: readonly LocalShare[];
  /** Neither hears nor is heard. */
  readonly deafened: boolean;
  /** The microphone was on before, and will be again. */
  readonly speaksAgain?: boolean;
  /** What was on when the path was given up, and is again when the person takes the call up. */
  readonly resumable?: { readonly microphone: boolean; readonly camera: boolean };
  /** The system has taken microphone and camera, or stops this page: the phone is locked. */
  readonly paused?: true;
  readonly localStream?: StreamId;
  readonly remoteStream?: StreamId;
  /** The same at the other side. */
  readonly remotePaused?: true;
  readonly remoteMicrophone: RemoteDevice;
  readonly remoteCamera: RemoteDevice;
  readonly remoteShares: readonly RemoteShare[];
  /** Missing until it has been measured for some seconds. */
  readonly quality?: Quality;
  /** The path was lost for so long that the person was asked what to do. */
  readonly troubled?: true;
  readonly waiting?: WaitingCall;
  /** The call is being taken from this device of the same person: the relay has not said that it is here. */
  readonly movingFrom?: DeviceId;
  /** How it came here, from another device or from a page that is gone, where there has been no path from here yet. */
  readonly arrived?: 'moved' | 'reloaded';
  /** What was on at the device it was moved from is not known. What the person chooses here meanwhile stands. */
  readonly undecided?: { readonly from: DeviceId; readonly since: Instant };
}

/** How a call looks from this device once it is over. */
export type CallEnding =
  | {
      readonly kind: 'ended';
      readonly reason: EndReason;
      readonly by: 'me' | 'them' | 'relay';
      readonly seconds: number;
    }
  | { readonly kind: 'answered-elsewhere' }
  /** The person goes on with it on another device. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'declined-elsewhere' }
  | { readonly kind: 'refused'; readonly reason: Reason };

export interface EndedCall {
  readonly phase: 'ended';
  readonly role: 'caller' | 'callee';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  readonly ending: CallEnding;
  /** It is over here alone: this device of the person is in it. */
  readonly goesOnAt?: DeviceId;
  /** It failed, or its path was lost for long (call-flow.md R40). */
  readonly bad?: true;
}

/** The call has another context of this same device as its home (the popup and the worker see it so). */
export interface CallInOtherContext {
  readonly phase: 'other-context';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  readonly device: DeviceId;
  /** Missing, like what follows, while it still rings at the other side. */
  readonly answeredAt?: Instant;
  readonly role?: 'caller' | 'callee';
  readonly peer?: CallParty;
}

/** This device was in it, with a page that is gone: somebody may go back to it here (call-flow.md R18). */
export interface LeftCall {
  readonly phase: 'left';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  readonly role: 'caller' | 'callee';
  readonly peer: CallParty;
  readonly answeredAt: Instant;
  /** Whoever did not want to be heard is not heard after it either (call-flow.md R25). */
  readonly muted: boolean;
}

/** Another device of this person is in it, and it can be moved here (call-flow.md R19). */
export interface CallOnOtherDevice {
  readonly phase: 'other-device';
  readonly call: CallId;
  readonly version: number;
  readonly person: AccountId;
  readonly media: CallMedia;
  readonly device: DeviceId;
  readonly answeredAt: Instant;
}

/** The one call this context knows of. Ended calls stay until dismissed or replaced. */
export type Call =
  | { readonly phase: 'none' }
  | OutgoingCall
  | IncomingCall
  | ActiveCall
  | CallInOtherContext
  | LeftCall
  | CallOnOtherDevice
  | EndedCall;
