import type { CallRecord } from '#shared/protocol/call.ts';
import type { CallId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { Reason } from '../reason.ts';
import { type AnsweredRecord, active, answered, here, path, starting } from './begin.ts';
import type { ActiveCall, Call, CallOnOtherDevice } from './call.ts';
import type { CallEffect, CallRequest } from './effects.ts';
import { type CallStep, finish, leave } from './endings.ts';
import { handOver } from './handover.ts';
import { type CallPlace, type CallState, remember } from './memory.ts';

// A call goes from one device of a person to another (call-flow.md R19). The new one asks the relay for the place of the
// former, and makes a path of its own once the record says that it has it; the former lets go when it reads that.

/** The relay has so long to say that the call is here, and the path to be made. */
const MOVE_MS = 30_000;

const isAnswered = (record: CallRecord | 'over' | undefined): record is AnsweredRecord =>
  record !== undefined && record !== 'over' && (record.state === 'accepted' || record.state === 'connected');

const roleIn = ({ caller }: AnsweredRecord, { account }: CallPlace): 'caller' | 'callee' =>
  caller.account === account ? 'caller' : 'callee';

/** This person's side of it. */
export const ownParty = (record: AnsweredRecord, place: CallPlace) =>
  roleIn(record, place) === 'caller' ? record.caller : record.answerer;

const onOtherDevice = (record: AnsweredRecord, place: CallPlace): CallOnOtherDevice => ({
  phase: 'other-device',
  call: record.call,
  version: record.version,
  person: roleIn(record, place) === 'caller' ? record.callee : record.caller.account,
  media: record.media,
  device: ownParty(record, place).device,
  answeredAt: here(record.answered_at, place),
});

/** The call that this person is in, as far as is known, wherever that is. */
export const callOfPerson = ({ memory }: CallState, { account }: CallPlace): AnsweredRecord | undefined => {
  for (const record of memory.records.values()) {
    if (isAnswered(record) && (record.caller.account === account || record.callee === account)) return record;
  }
  return undefined;
};

/** What is offered while there is no call here. */
export const offer = (state: CallState, record: AnsweredRecord, place: CallPlace): CallState =>
  state.call.phase === 'none' && ownParty(record, place).device !== place.device
    ? { ...state, call: onOtherDevice(record, place) }
    : state;

/** The record names another device of this person. */
export const onElsewhere = (state: CallState, record: AnsweredRecord, place: CallPlace): CallStep => {
  const { call, memory } = state;
  const known: CallState = { ...state, memory: remember(memory, record.call, record) };
  const { device } = ownParty(record, place);
  if (call.phase === 'none' || (call.phase === 'ended' && call.call !== record.call)) {
    return [{ ...known, call: onOtherDevice(record, place) }, []];
  }
  if (call.call !== record.call) {
    // Who rang at the same time is told of there, or not at all (call-flow.md R15).
    return call.phase === 'incoming' && !call.answering
      ? leave(known, call, onOtherDevice(record, place))
      : [known, []];
  }
  switch (call.phase) {
    case 'ended':
      return [{ ...known, call: { ...call, goesOnAt: device } }, []];
    case 'other-context':
    case 'left':
    case 'other-device': {
      const next = call.phase === 'left' ? handOver(known.memory, call, device) : known.memory;
      return [{ call: onOtherDevice(record, place), memory: next }, [{ type: 'timer-end', timer: 'call' }]];
    }
    default: {
      // The relay has not come to our wish, and says something else of the call.
      if (call.phase === 'active' && call.movingFrom === device) {
        const { version, peer } = answered(record, call.role, place);
        return [{ ...known, call: { ...call, version, peer } }, []];
      }
      const isOurs =
        call.phase === 'outgoing' || (call.phase === 'active' && (call.confirmed || call.role === 'caller'));
      // What is on its way here has nothing to hand over.
      const isMoving = call.phase === 'active' && call.movingFrom !== undefined;
      const [over, effects] = finish(state, call, { kind: isOurs ? 'moved' : 'answered-elsewhere' });
      const next = isOurs && !isMoving ? handOver(known.memory, call, device) : known.memory;
      return [{ call: { ...over.call, goesOnAt: device }, memory: next }, effects];
    }
  }
};

/** It goes on elsewhere no more. */
export const withoutOffer = (call: Call): Call => {
  if (call.phase === 'other-device') return { phase: 'none' };
  if (call.phase !== 'ended' || call.goesOnAt === undefined) return call;
  const { goesOnAt: _, ...over } = call;
  return over;
};

export const joinFrame = (call: CallId, from: DeviceId | undefined): CallEffect => {
  const frame: CallRequest = { type: 'call-join', call, ...(from !== undefined && { from_device: from }) };
  return { type: 'call-request', frame };
};

/** Nothing is captured here before it is known what the person had on there. */
export const moveHere = (state: CallState, place: CallPlace, now: Instant): CallStep => {
  const { call, memory } = state;
  if (!place.calling || (call.phase !== 'other-device' && call.phase !== 'ended')) return [state, []];
  const from = call.phase === 'ended' ? call.goesOnAt : call.device;
  const record = memory.records.get(call.call);
  if (from === undefined || !isAnswered(record)) return [state, []];
  if (place.link === 'offline' || place.link === 'signed-out') return [state, [{ type: 'notice', reason: 'offline' }]];
  const begun = active(answered(record, roleIn(record, place), place), starting(false, false), undefined, now);
  const { call: id, person } = begun;
  return [
    { ...state, call: { ...begun, movingFrom: from, undecided: { from, since: now } } },
    [
      { type: 'calling', person },
      { type: 'capture-end', call: id, device: 'microphone' },
      ...(place.link === 'online' ? [joinFrame(id, from)] : []),
      { type: 'timer', timer: 'call', ms: MOVE_MS },
    ],
  ];
};

/** The relay says that the call is here. */
export const arrive = (
  state: CallState,
  { movingFrom: _, ...call }: ActiveCall,
  from: DeviceId,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const next: ActiveCall = {
    ...call,
    ...answered(record, call.role, place),
    path: { state: 'connecting', since: now },
    arrived: 'moved',
    ...(call.undecided && { undecided: { from, since: now } }),
  };
  const ask: readonly CallEffect[] = !next.undecided ? [] : [{ type: 'handover-ask', call: next.call, device: from }];
  return [{ call: next, memory: remember(state.memory, record.call, record) }, [...path(next, true), ...ask]];
};

/** Another device was faster, or the call is over: what was captured for it is let go, and nothing of it is shown here. */
export const onMoveRefused = (state: CallState, call: ActiveCall, reason: Reason): CallStep => {
  const [left, effects] = leave(state, call, { phase: 'none' });
  const memory = reason === 'call_unknown' ? remember(left.memory, call.call, 'over') : left.memory;
  return [{ ...left, memory }, [...effects, { type: 'notice', reason }]];
};
