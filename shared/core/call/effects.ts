import type { CallParty } from '#shared/protocol/call.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { AccountId, CallId, DeviceId } from '#shared/protocol/ids.ts';
import type { Reason } from '../reason.ts';
import type { WindowMessage } from '../window-message.ts';
import type { ShareKind, StreamId } from './call.ts';
import type { Had } from './handover.ts';
import type { PeerMessage } from './peer.ts';

type CallRequestType = 'call-invite' | 'call-accept' | 'call-decline' | 'call-end' | 'call-join';
type WithoutId<Frame> = Frame extends unknown ? Omit<Frame, 'id'> : never;

/** A frame of a call that the relay answers; the answer comes back as `call-request-answered`. */
export type CallRequest = WithoutId<Extract<ClientFrame, { type: CallRequestType }>>;

/** `calling` until a device rings, then `ringback`; `waiting` during a call. */
export type Tone = 'ring' | 'calling' | 'ringback' | 'waiting' | 'silence';

export type CaptureDevice = 'microphone' | 'camera';

export type CallEffect =
  | { readonly type: 'call-request'; readonly frame: CallRequest }
  | {
      readonly type: 'frame';
      readonly frame: Extract<ClientFrame, { type: 'call-ringing' | 'call-ready' | 'call-connected' }>;
    }
  | { readonly type: 'timer'; readonly timer: 'call' | 'ring'; readonly ms: number }
  | { readonly type: 'timer-end'; readonly timer: 'call' | 'ring' }
  /** Asks for the one ring of this device; `ring-won` follows when it is ours. */
  | { readonly type: 'ring-claim'; readonly call: CallId }
  | { readonly type: 'ring-release' }
  | { readonly type: 'tone'; readonly tone: Tone }
  /** One soft sound: the path is lost, and the person is told. */
  | { readonly type: 'loss-tone' }
  /** A call with this person is near: what runs and seals it will be wanted. */
  | { readonly type: 'calling'; readonly person: AccountId }
  | { readonly type: 'capture'; readonly call: CallId; readonly device: CaptureDevice }
  /** By the person. */
  | { readonly type: 'capture-end'; readonly call: CallId; readonly device: CaptureDevice }
  /** Says which of them the system has silenced. */
  | { readonly type: 'captures-look'; readonly call: CallId }
  /** Microphone and camera are let go. */
  | { readonly type: 'captures-end' }
  | { readonly type: 'share'; readonly call: CallId; readonly kind: ShareKind; readonly tabCapture?: string }
  /** What was asked for is not wanted any more, should it come. */
  | { readonly type: 'share-request-end' }
  | { readonly type: 'share-end'; readonly stream: StreamId }
  /** A path to this device, where there is none yet. */
  | {
      readonly type: 'peer-link';
      readonly call: CallId;
      readonly role: 'caller' | 'callee';
      readonly peer: CallParty;
      /** By TURN alone, so that the other side does not learn the address of this device. */
      readonly hidden?: true;
      /** In the place of one that a page of this device had which is gone. */
      readonly again?: true;
    }
  /** Asks for the call, which a context has for as long as it lives; `call-claimed` follows when it is ours. */
  | { readonly type: 'call-claim'; readonly call: CallId }
  /** The path of the call from now on: what is captured goes there, nothing is hidden, and paths to other devices end. */
  | { readonly type: 'peer-live'; readonly call: CallId; readonly peer: CallParty }
  /** The other side's socket was replaced: signals go there from now on. */
  | { readonly type: 'peer-address'; readonly call: CallId; readonly peer: CallParty }
  | { readonly type: 'peer-revival'; readonly call: CallId }
  /** From now on own picture, and never the sound, goes there before the answer. */
  | { readonly type: 'peer-preview'; readonly call: CallId; readonly peer: CallParty }
  /** `to`: over a path from before the answer. */
  | { readonly type: 'peer-message'; readonly call: CallId; readonly message: PeerMessage; readonly to?: DeviceId }
  /** Asks the device that the call was moved from what was on there; `handover-told` follows where it says so. */
  | { readonly type: 'handover-ask'; readonly call: CallId; readonly device: DeviceId }
  /** Tells the device that the call was moved to, which has asked with `nonce`. */
  | {
      readonly type: 'handover-tell';
      readonly call: CallId;
      readonly to: DeviceId;
      readonly nonce: string;
      readonly had: Had;
    }
  /** Everything captured and connected for the call ends. */
  | { readonly type: 'call-media-end'; readonly call: CallId }
  | { readonly type: 'window-message'; readonly message: WindowMessage }
  | { readonly type: 'notice'; readonly reason: Reason };
