import type { CallParty } from '#shared/protocol/call.ts';
import type { CallId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import { beginEarlyAsCaller, type RingingRecord } from './begin.ts';
import type { IncomingCall, OutgoingCall, WarmPath } from './call.ts';
import { devicesMessage } from './devices.ts';
import type { CallEffect } from './effects.ts';
import type { CallStep } from './endings.ts';
import type { CallPlace, CallState } from './memory.ts';
import type { PeerEvent } from './peer.ts';

// While it rings the two sides make the path of the call, so that the answer finds it there (call-flow.md R20, R21).
// Nothing is captured for it, and no sound or picture goes over it, before the answer; but for the caller's picture where
// both have chosen so.

/** More devices than that are connected with once they answer. */
const MOST = 4;

/** How the path may be made before the answer: in any way, by TURN alone, or not at all. */
const wayOf = ({ memory }: CallState, { privacy }: CallPlace): 'any' | 'turn' | 'none' => {
  if (privacy.earlyPath) return 'any';
  return memory.relay.turn ? 'turn' : 'none';
};

const link = (call: CallId, role: 'caller' | 'callee', peer: CallParty, way: 'any' | 'turn'): CallEffect => ({
  type: 'peer-link',
  call,
  role,
  peer,
  ...(way === 'turn' && { hidden: true }),
});

export const ready = (call: CallId): CallEffect => ({ type: 'frame', frame: { type: 'call-ready', call } });

/** This context has the ring of its device, and says that it can be connected with. */
export const warmUp = (
  call: IncomingCall,
  state: CallState,
  place: CallPlace,
): readonly [IncomingCall, readonly CallEffect[]] => {
  const record = state.memory.records.get(call.call);
  const way = wayOf(state, place);
  if (way === 'none' || record === undefined || record === 'over') return [call, []];
  const { caller: peer } = record;
  return [{ ...call, warm: { peer, connected: false } }, [link(call.call, 'callee', peer, way), ready(call.call)]];
};

/** The caller's socket was replaced. */
export const follow = (
  call: IncomingCall,
  { caller: peer }: RingingRecord,
): readonly [IncomingCall, readonly CallEffect[]] =>
  !call.warm || call.warm.peer.endpoint === peer.endpoint
    ? [call, []]
    : [{ ...call, warm: { ...call.warm, peer } }, [{ type: 'peer-address', call: call.call, peer }]];

/** Devices that ring have become ready, or have gone. */
export const warmUpAll = (
  call: OutgoingCall,
  record: RingingRecord,
  state: CallState,
  place: CallPlace,
): readonly [OutgoingCall, readonly CallEffect[]] => {
  const way = wayOf(state, place);
  if (way === 'none' || record.state !== 'ringing') return [{ ...call, warm: [] }, []];
  const parties = record.ready.slice(0, MOST);
  const known = (party: CallParty): WarmPath | undefined =>
    call.warm.find(({ peer }) => peer.endpoint === party.endpoint);
  return [
    { ...call, warm: parties.map((peer) => known(peer) ?? { peer, connected: false }) },
    parties.filter((peer) => !known(peer)).map((peer) => link(call.call, 'caller', peer, way)),
  ];
};

/** What a path says before the answer; `undefined` for one that cannot be made now, and may be after it. */
const heard = (warm: WarmPath, event: PeerEvent): WarmPath | undefined => {
  switch (event.type) {
    case 'path-connected':
      return { ...warm, connected: true };
    case 'path-lost':
      return { ...warm, connected: false };
    case 'path-failed':
      return undefined;
    case 'remote-stream':
      return { ...warm, remoteStream: event.stream };
    case 'message': {
      const { message } = event;
      if (message.type !== 'devices') return warm;
      return { ...warm, devices: { microphone: message.microphone, camera: message.camera } };
    }
    default:
      return warm;
  }
};

/** Whoever is called wants to see the caller, who may want that, too. */
const beWatched = (state: CallState, call: OutgoingCall, by: WarmPath, { privacy }: CallPlace): CallStep => {
  if (!privacy.showsEarly || by.watched) return [state, []];
  const warm = call.warm.map((one): WarmPath => (one === by ? { ...one, watched: true } : one));
  const { peer } = by;
  return [
    { ...state, call: { ...call, warm } },
    [
      { type: 'peer-preview', call: call.call, peer },
      { type: 'peer-message', call: call.call, message: devicesMessage(call), to: peer.device },
    ],
  ];
};

/** A path says something while it rings. */
export const onWarmPeer = (
  state: CallState,
  device: DeviceId,
  event: PeerEvent,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const { call } = state;
  if (call.phase === 'incoming') {
    if (call.warm?.peer.device !== device) return [state, []];
    const warm = heard(call.warm, event);
    const { warm: _, ...cold } = call;
    const connects = event.type === 'path-connected' && !call.warm.connected;
    return [
      { ...state, call: warm ? { ...call, warm } : cold },
      connects && place.privacy.seesEarly
        ? [{ type: 'peer-message', call: call.call, message: { type: 'watching' }, to: device }]
        : [],
    ];
  }
  if (call.phase !== 'outgoing') return [state, []];
  const before = call.warm.find(({ peer }) => peer.device === device);
  if (!before) return [state, []];
  if (event.type === 'message' && event.message.type === 'answered')
    return beginEarlyAsCaller(state, call, before, now);
  if (event.type === 'message' && event.message.type === 'watching') return beWatched(state, call, before, place);
  const after = heard(before, event);
  const warm = call.warm.flatMap((one) => (one !== before ? [one] : after ? [after] : []));
  return [{ ...state, call: { ...call, warm } }, []];
};

/** The path over which an answer need not wait for the relay's word: where nobody else can be the first (R14). */
export const pathForAnswer = (call: IncomingCall, { memory }: CallState, place: CallPlace): WarmPath | undefined => {
  const record = memory.records.get(call.call);
  if (place.link !== 'online' || record === 'over' || record?.state !== 'ringing') return undefined;
  const isOnly = record.ringing.every((device) => device === place.device);
  return isOnly && call.warm?.connected ? call.warm : undefined;
};
