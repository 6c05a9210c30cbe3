import type { CallRecord } from '#shared/protocol/call.ts';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import { ringMsOf } from '#shared/protocol/ring-time.ts';
import { isSilentRing } from '../privacy/ring-manner.ts';
import type { ActiveCall, Call, EndedCall, IncomingCall, LeftCall, OutgoingCall, WarmPath } from './call.ts';
import { devicesMessage } from './devices.ts';
import type { CallEffect } from './effects.ts';
import type { CallStep } from './endings.ts';
import { type CallPlace, type CallState, remember } from './memory.ts';
import { endOfShares, nothingShared } from './share.ts';

/** An invite with less than this left is not worth a ring (call-flow.md R6). */
export const LEAST_RING_MS = 3_000;
/** How long a page in the background, or a context without calling, leaves the ring to one that is looked at. */
export const RING_PATIENCE_MS = 300;
/** A path that is not made within this is none (call-flow.md R29). */
const PATH_MS = 30_000;

export type RingingRecord = Extract<CallRecord, { state: 'proposed' | 'ringing' }>;
export type AnsweredRecord = Extract<CallRecord, { state: 'accepted' | 'connected' }>;

/** An instant of the relay by this device's clock. */
export const here = (instant: Instant, { skew }: CallPlace): Instant => instant - skew;

/** When a call that nobody answers is over, by this device's clock. */
export const ringEnd = (record: RingingRecord, place: CallPlace): Instant =>
  here(record.created_at, place) + ringMsOf(record, place.ringMs);

/** Milliseconds for which a call still rings. */
export const ringLeft = (record: RingingRecord, place: CallPlace, now: Instant): number =>
  Math.min(ringMsOf(record, place.ringMs), ringEnd(record, place) - now);

export const isWorthRinging = (record: RingingRecord, place: CallPlace, now: Instant): boolean =>
  ringLeft(record, place, now) >= LEAST_RING_MS;

/** This device need not say so again. */
export const isKnownToRing = (record: RingingRecord, { device }: CallPlace): boolean =>
  record.state === 'ringing' && record.ringing.includes(device);

/** Whether whoever calls during the call is to ring (SPEC CA13). */
export const takesMore = ({ privacy: { rings } }: CallPlace): { readonly waiting?: true } =>
  rings.waiting ? { waiting: true } : {};

/** Our call to them met theirs, which lives: it is answered by that (call-flow.md R17). */
export const hasMet = (before: Call, person: AccountId): before is EndedCall =>
  before.phase === 'ended' &&
  before.person === person &&
  before.ending.kind === 'ended' &&
  before.ending.reason === 'glare';

/** Somebody calls. */
export const ring = (
  { call: before, memory }: CallState,
  record: RingingRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const { call, version, media } = record;
  const incoming: IncomingCall = {
    phase: 'incoming',
    call,
    version,
    person: record.caller.account,
    media,
    since: here(record.created_at, place),
    until: ringEnd(record, place),
    ringsHere: false,
    silent: isSilentRing(place.privacy.rings, record.caller.account, now),
    ...(hasMet(before, record.caller.account) && { answering: before.media }),
  };
  const claim: CallEffect =
    place.calling && place.visible
      ? { type: 'ring-claim', call }
      : { type: 'timer', timer: 'ring', ms: RING_PATIENCE_MS };
  return [
    { call: incoming, memory: remember(memory, call, record) },
    [
      ...(isKnownToRing(record, place) ? [] : [{ type: 'frame', frame: { type: 'call-ringing', call } } as const]),
      { type: 'timer', timer: 'call', ms: ringLeft(record, place, now) },
      ...(place.calling ? [{ type: 'calling', person: incoming.person } as const] : []),
      claim,
    ],
  ];
};

/** An answer as the relay's record has it, or as it was heard of before that. */
type Beginning = Pick<ActiveCall, 'call' | 'version' | 'media' | 'role' | 'peer' | 'answeredAt' | 'confirmed'>;
type Devices = Pick<ActiveCall, 'microphone' | 'camera'> & Partial<Pick<ActiveCall, 'localStream'>>;

/** From the record. */
export const answered = (record: AnsweredRecord, role: 'caller' | 'callee', place: CallPlace): Beginning => ({
  call: record.call,
  version: record.version,
  media: record.media,
  role,
  peer: role === 'caller' ? record.answerer : record.caller,
  answeredAt: here(record.answered_at, place),
  confirmed: true,
});

/** Ahead of the record, over a path that is there. */
const answeredEarly = (
  { call, version, media }: OutgoingCall | IncomingCall,
  role: 'caller' | 'callee',
  { peer }: WarmPath,
  now: Instant,
): Beginning => ({ call, version, media, role, peer, answeredAt: now, confirmed: false });

/** What has been made to just that endpoint is the path of the call. */
export const active = (
  beginning: Beginning,
  devices: Devices,
  warm: WarmPath | undefined,
  now: Instant,
): ActiveCall => {
  const made = warm?.peer.endpoint === beginning.peer.endpoint ? warm : undefined;
  return {
    phase: 'active',
    ...beginning,
    person: beginning.peer.account,
    path: made?.connected ? { state: 'connected' } : { state: 'connecting', since: now },
    ...devices,
    ...(made?.remoteStream !== undefined && { remoteStream: made.remoteStream }),
    ...nothingShared,
    deafened: false,
    remoteMicrophone: made?.devices?.microphone ?? 'on',
    remoteCamera: made?.devices?.camera ?? 'off',
    remoteShares: [],
  };
};

/** Both know of the answer, and have what it takes. */
export const connected = (call: ActiveCall): readonly CallEffect[] =>
  call.confirmed && call.path.state === 'connected'
    ? [{ type: 'frame', frame: { type: 'call-connected', call: call.call } }]
    : [];

export const path = (call: ActiveCall, again?: true): readonly CallEffect[] => [
  { type: 'tone', tone: 'silence' },
  { type: 'call-claim', call: call.call },
  call.path.state === 'connected'
    ? { type: 'timer-end', timer: 'call' }
    : { type: 'timer', timer: 'call', ms: PATH_MS },
  { type: 'peer-link', call: call.call, role: call.role, peer: call.peer, ...(again && { again }) },
  { type: 'peer-live', call: call.call, peer: call.peer },
  ...(call.role === 'callee' && !call.confirmed
    ? [{ type: 'peer-message', call: call.call, message: { type: 'answered' } } as const]
    : []),
  { type: 'peer-message', call: call.call, message: devicesMessage(call) },
  ...connected(call),
];

const asCaller = (
  { memory }: CallState,
  beginning: Beginning,
  { microphone, camera, localStream }: OutgoingCall | ActiveCall,
  warm: WarmPath | undefined,
  now: Instant,
): CallStep => {
  const call = active(beginning, { microphone, camera, ...(localStream !== undefined && { localStream }) }, warm, now);
  return [{ call, memory }, path(call)];
};

/** Our call was answered; or another device was the first than the one that was heard of early. */
export const beginAsCaller = (
  state: CallState,
  before: OutgoingCall | ActiveCall,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const beginning = answered(record, 'caller', place);
  const paths = before.phase === 'outgoing' ? before.warm : [];
  const warm = paths.find(({ peer }) => peer.device === beginning.peer.device);
  const known = { ...state, memory: remember(state.memory, record.call, record) };
  const [begun, effects] = asCaller(known, beginning, before, warm, now);
  return [begun, before.phase === 'active' ? [...endOfShares(before), ...effects] : effects];
};

/** Our call was answered, by what the only device that rings has said over the path to it. */
export const beginEarlyAsCaller = (state: CallState, before: OutgoingCall, warm: WarmPath, now: Instant): CallStep =>
  asCaller(state, answeredEarly(before, 'caller', warm, now), before, warm, now);

const asCallee = (call: ActiveCall): readonly CallEffect[] => [
  { type: 'timer-end', timer: 'ring' },
  { type: 'ring-release' },
  ...path(call),
  { type: 'capture', call: call.call, device: 'microphone' },
  ...(call.camera.state === 'starting' ? [{ type: 'capture', call: call.call, device: 'camera' } as const] : []),
];

export const starting = (camera: boolean, microphone = true): Devices => ({
  microphone: { state: microphone ? 'starting' : 'off' },
  camera: { state: camera ? 'starting' : 'off' },
});

/** We answered and were the first, or called them while they called us. Only now anything is captured (R14, R21). */
export const beginAsCallee = (
  { call: before, memory }: CallState,
  camera: boolean,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const warm = before.phase === 'incoming' ? before.warm : undefined;
  const call = active(answered(record, 'callee', place), starting(camera), warm, now);
  return [{ call, memory: remember(memory, call.call, record) }, asCallee(call)];
};

/** We answer on the only device that rings, over a path that is there: nobody else can be the first (R14). */
export const beginEarlyAsCallee = (
  state: CallState,
  before: IncomingCall,
  warm: WarmPath,
  camera: boolean,
  now: Instant,
): CallStep => {
  const call = active(answeredEarly(before, 'callee', warm, now), starting(camera), warm, now);
  return [{ ...state, call }, asCallee(call)];
};

/** In a page that was loaded anew. It knows of the microphone whether it was on; a camera is nobody's to turn on but the person's. */
export const beginAgain = (state: CallState, before: LeftCall, now: Instant): CallStep => {
  const { call: id, version, media, role, peer, answeredAt, muted } = before;
  const beginning: Beginning = { call: id, version, media, role, peer, answeredAt, confirmed: true };
  const call: ActiveCall = {
    ...active(beginning, starting(false, !muted), undefined, now),
    arrived: 'reloaded',
  };
  const microphone: readonly CallEffect[] = muted ? [] : [{ type: 'capture', call: id, device: 'microphone' }];
  return [{ ...state, call }, [{ type: 'calling', person: peer.account }, ...path(call, true), ...microphone]];
};
