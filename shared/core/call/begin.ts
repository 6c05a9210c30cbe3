import type { CallParty, CallRecord } from '#shared/protocol/call.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import type { ActiveCall, IncomingCall, OutgoingCall } from './call.ts';
import { devicesMessage } from './devices.ts';
import type { CallEffect } from './effects.ts';
import type { CallStep } from './endings.ts';
import { type CallPlace, type CallState, remember } from './memory.ts';

/** How long a device rings, from the relay's receipt of the invite (call-flow.md R5, SPEC CA6). */
export const RING_MS = 60_000;
/** An invite with less than this left is not worth a ring (call-flow.md R6). */
export const LEAST_RING_MS = 3_000;
/** How long a page in the background, or a context without calling, leaves the ring to one that is looked at. */
export const RING_PATIENCE_MS = 300;
/** A lost path that does not return within this ends the call (call-flow.md R29). */
export const PATH_MS = 30_000;

type RingingRecord = Extract<CallRecord, { state: 'proposed' | 'ringing' }>;
export type AnsweredRecord = Extract<CallRecord, { state: 'accepted' | 'connected' }>;

/** An instant of the relay by this device's clock. */
export const here = (instant: Instant, { skew }: CallPlace): Instant => instant - skew;

const ringLeft = (record: RingingRecord, place: CallPlace, now: Instant): number =>
  Math.min(RING_MS, here(record.created_at, place) + RING_MS - now);

export const isWorthRinging = (record: RingingRecord, place: CallPlace, now: Instant): boolean =>
  ringLeft(record, place, now) >= LEAST_RING_MS;

/** Somebody calls. */
export const ring = ({ memory }: CallState, record: RingingRecord, place: CallPlace, now: Instant): CallStep => {
  const { call, version, media } = record;
  const known = record.state === 'ringing' && record.ringing.includes(place.device);
  const incoming: IncomingCall = {
    phase: 'incoming',
    call,
    version,
    person: record.caller.account,
    media,
    since: here(record.created_at, place),
    ringsHere: false,
  };
  const claim: CallEffect =
    place.calling && place.visible
      ? { type: 'ring-claim', call }
      : { type: 'timer', timer: 'ring', ms: RING_PATIENCE_MS };
  return [
    { call: incoming, memory: remember(memory, call, record) },
    [
      ...(known ? [] : [{ type: 'frame', frame: { type: 'call-ringing', call } } as const]),
      { type: 'timer', timer: 'call', ms: ringLeft(record, place, now) },
      ...(place.calling ? [{ type: 'calling', person: incoming.person } as const] : []),
      claim,
    ],
  ];
};

interface Beginning {
  readonly role: 'caller' | 'callee';
  readonly peer: CallParty;
  readonly devices: Pick<ActiveCall, 'microphone' | 'camera'> & Partial<Pick<ActiveCall, 'localStream'>>;
}

const active = (
  record: AnsweredRecord,
  { role, peer, devices }: Beginning,
  place: CallPlace,
  now: Instant,
): ActiveCall => ({
  phase: 'active',
  call: record.call,
  version: record.version,
  person: peer.account,
  media: record.media,
  role,
  peer,
  path: { state: 'connecting', since: now },
  answeredAt: here(record.answered_at, place),
  ...devices,
  share: { state: 'none' },
  deafened: false,
  remoteMicrophone: 'on',
  remoteCamera: 'off',
  remoteShares: [],
});

const path = (call: ActiveCall): readonly CallEffect[] => [
  { type: 'tone', tone: 'silence' },
  { type: 'timer', timer: 'call', ms: PATH_MS },
  { type: 'peer-link', call: call.call, role: call.role, peer: call.peer },
  { type: 'peer-message', call: call.call, message: devicesMessage(call) },
];

/** Our call was answered. */
export const beginAsCaller = (
  { memory }: CallState,
  { microphone, camera, localStream }: OutgoingCall,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const devices = { microphone, camera, ...(localStream !== undefined && { localStream }) };
  const call = active(record, { role: 'caller', peer: record.answerer, devices }, place, now);
  return [{ call, memory: remember(memory, call.call, record) }, path(call)];
};

/** We answered and were the first, or called them while they called us. Only now anything is captured (R14, R21). */
export const beginAsCallee = (
  { memory }: CallState,
  camera: boolean,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const devices = { microphone: { state: 'starting' }, camera: { state: camera ? 'starting' : 'off' } } as const;
  const call = active(record, { role: 'callee', peer: record.caller, devices }, place, now);
  return [
    { call, memory: remember(memory, call.call, record) },
    [
      { type: 'timer-end', timer: 'ring' },
      { type: 'ring-release' },
      ...path(call),
      { type: 'capture', call: call.call, device: 'microphone' },
      ...(camera ? [{ type: 'capture', call: call.call, device: 'camera' } as const] : []),
    ],
  ];
};
