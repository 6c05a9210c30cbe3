import type { CallRecord } from '#shared/protocol/call.ts';
import type { CallId, EndpointId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Reason } from '../reason.ts';
import { connected, takesMore } from './begin.ts';
import type { ActiveCall, Call, IncomingCall } from './call.ts';
import type { CallEffect, CallRequest } from './effects.ts';
import { type CallStep, endedHere, finish, isLive, request, secondsSince } from './endings.ts';
import { joinFrame, onMoveRefused, withoutOffer } from './handoff.ts';
import { type CallMemory, type CallPlace, type CallState, type RelayWays, withEndpoint } from './memory.ts';
import { ready } from './warm-up.ts';

/** The relay answered a request of a call; `offline` where the socket went before it did. */
export interface RequestAnswered {
  readonly type: 'call-request-answered';
  readonly call: CallId;
  readonly request: CallRequest['type'];
  readonly refusal?: Reason;
}

const forget = (state: CallState, call: CallId): CallState => {
  const unsaid = state.memory.unsaid.filter((one) => one.call !== call);
  return unsaid.length === state.memory.unsaid.length ? state : { ...state, memory: { ...state.memory, unsaid } };
};

const onJoinRefused = (state: CallState, refusal: Reason, now: number): CallStep => {
  const { call } = state;
  if (call.phase === 'active' && call.movingFrom !== undefined) return onMoveRefused(state, call, refusal);
  if (refusal !== 'call_over' && refusal !== 'call_unknown') return [state, []];
  if (call.phase === 'left') return [{ ...state, call: { phase: 'none' } }, []];
  if (!isLive(call)) return [state, []];
  if (call.phase !== 'active') return finish(state, call, { kind: 'refused', reason: refusal });
  // The relay has lost the call, the two have not lost each other.
  if (call.path.state === 'connected') return [state, []];
  return finish(state, call, endedHere('reconnect-failed', 'relay', secondsSince(call.answeredAt, now)));
};

/** Has answered, or is about to, and the relay has not said that it was the first. */
const isUnsure = (call: Call): call is IncomingCall | ActiveCall =>
  call.phase === 'incoming' || (call.phase === 'active' && call.role === 'callee' && !call.confirmed);

export const onRequestAnswered = (state: CallState, event: RequestAnswered, now: number): CallStep => {
  const { call } = state;
  // What was not answered is said again on the next socket.
  if (event.refusal === 'offline') return [state, []];
  const isCurrent = call.phase !== 'none' && call.call === event.call;
  switch (event.request) {
    case 'call-invite':
      if (!isCurrent || call.phase !== 'outgoing' || event.refusal === undefined) return [state, []];
      return finish(state, call, { kind: 'refused', reason: event.refusal });
    case 'call-accept':
      if (!isCurrent || !isUnsure(call) || event.refusal === undefined) return [state, []];
      return finish(state, call, { kind: 'refused', reason: event.refusal });
    case 'call-decline':
    case 'call-end':
      return [forget(state, event.call), []];
    case 'call-join':
      return isCurrent && event.refusal !== undefined ? onJoinRefused(state, event.refusal, now) : [state, []];
    default:
      return assertNever(event.request);
  }
};

/** What others do may have ended while no record came; those that have not are told anew (SPEC HE4). */
const withoutAnswered = (memory: CallMemory, current: CallId | undefined): CallMemory => {
  const isAnswered = (record: CallRecord | 'over'): boolean =>
    record !== 'over' && (record.state === 'accepted' || record.state === 'connected');
  const kept = [...memory.records].filter(([call, record]) => call === current || !isAnswered(record));
  return { ...memory, records: new Map(kept) };
};

/** A new socket: what the relay may have missed is said again, and this endpoint takes the place of the lost one. */
export const onLinkUp = (state: CallState, endpoint: EndpointId, relay: RelayWays, place: CallPlace): CallStep => {
  const { call, memory } = state;
  const current =
    call.phase === 'none' || call.phase === 'ended' || call.phase === 'other-device' ? undefined : call.call;
  const known = withEndpoint(withoutAnswered(memory, current), endpoint, relay);
  const join: CallEffect[] =
    call.phase === 'outgoing' || call.phase === 'active' || call.phase === 'left'
      ? [joinFrame(call.call, call.phase === 'active' ? call.movingFrom : undefined)]
      : [];
  const again: CallEffect[] = [];
  if (call.phase === 'outgoing' && call.stage === 'asking') {
    const { person, media } = call;
    again.push({
      type: 'call-request',
      frame: { type: 'call-invite', call: call.call, callee: person, media, ...takesMore(place) },
    });
  } else if (isUnsure(call) && (call.phase === 'active' || call.answering)) {
    again.push({ type: 'call-request', frame: { type: 'call-accept', call: call.call, ...takesMore(place) } });
  }
  const after: CallEffect[] = [];
  // What could not be said for a path meanwhile.
  if (call.phase === 'active' || (call.phase === 'outgoing' && call.warm.length > 0))
    after.push({ type: 'peer-revival', call: call.call });
  if (call.phase === 'active') after.push(...connected(call));
  if (call.phase === 'incoming' && call.warm && !call.answering) after.push(ready(call.call));
  return [{ call: withoutOffer(call), memory: known }, [...memory.unsaid.map(request), ...again, ...join, ...after]];
};
