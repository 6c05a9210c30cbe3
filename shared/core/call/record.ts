import type { CallRecord } from '#shared/protocol/call.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import {
  type AnsweredRecord,
  answered,
  beginAsCallee,
  beginAsCaller,
  connected,
  hasMet,
  here,
  type RingingRecord,
  ring,
  ringEnd,
} from './begin.ts';
import type { ActiveCall, Call, OutgoingCall } from './call.ts';
import { type CallStep, endedHere, finishBy, giveUp, isLive, leave } from './endings.ts';
import { arrive, callOfPerson, offer, onElsewhere, ownParty, withoutOffer } from './handoff.ts';
import { onReturned } from './ladder.ts';
import { type CallPlace, type CallState, isHere, remember } from './memory.ts';
import { PATIENCE_MS } from './return.ts';
import { whoCalls } from './waiting.ts';
import { follow, warmUpAll } from './warm-up.ts';

// What the relay says of calls. Its record is the only truth (SPEC CA1); a record that is not newer is not looked at.

/** The caller gives the relay this much longer than a ring to say that nobody answered. */
const RING_GRACE_MS = 5_000;

const isElsewhere = ({ phase }: Call): boolean =>
  phase === 'other-context' || phase === 'left' || phase === 'other-device';
const isFree = (call: Call): boolean => call.phase === 'none' || call.phase === 'ended';

/** Only the records of calls that are not over and not ours already. */
const keep = (state: CallState, record: CallRecord): CallState => ({
  ...state,
  memory: remember(state.memory, record.call, record),
});

/** How far the call has come at the other side, and at how many devices it has come furthest (call-flow.md R7). */
const reachOf = (record: RingingRecord): Pick<OutgoingCall, 'stage' | 'devices'> => {
  if (record.state === 'ringing') return { stage: 'ringing', devices: record.ringing.length };
  const devices = record.notified.length;
  return { stage: devices > 0 ? 'notified' : 'calling', devices };
};

const progress = (state: CallState, record: RingingRecord, place: CallPlace, now: Instant): CallStep => {
  const { call, memory } = state;
  if (call.phase === 'incoming') {
    const [next, effects] = follow({ ...call, version: record.version }, record);
    return [{ call: next, memory: remember(memory, call.call, record) }, effects];
  }
  if (call.phase !== 'outgoing') return [keep(state, record), []];
  const reach = reachOf(record);
  const [next, warming] = warmUpAll({ ...call, ...reach, version: record.version }, record, state, place);
  const ms = ringEnd(record, place) + RING_GRACE_MS - now;
  return [
    { call: next, memory: remember(memory, call.call, record) },
    [
      ...(call.stage === 'asking' ? [{ type: 'timer', timer: 'call', ms } as const] : []),
      ...(reach.stage === 'ringing' && call.stage !== 'ringing' ? [{ type: 'tone', tone: 'ringback' } as const] : []),
      ...warming,
    ],
  ];
};

/** Another context of this same device has the call. */
const elsewhereHere = (state: CallState, record: RingingRecord | AnsweredRecord, place: CallPlace): CallStep => {
  const { call, version, media } = record;
  const isCaller = record.caller.account === place.account;
  const person = isCaller ? record.callee : record.caller.account;
  const next: Call = {
    phase: 'other-context',
    call,
    version,
    person,
    media,
    device: place.device,
    ...('answered_at' in record && {
      answeredAt: here(record.answered_at, place),
      role: isCaller ? 'caller' : 'callee',
      peer: isCaller ? record.answerer : record.caller,
    }),
  };
  const kept = keep(state, record);
  const [after, effects] = isLive(state.call) ? leave(kept, state.call, next) : [{ ...kept, call: next }, []];
  const isNews = state.call.phase !== 'other-context' || state.call.answeredAt === undefined;
  if (!place.calling || !isNews || next.answeredAt === undefined) return [after, effects];
  return [after, [...effects, { type: 'timer', timer: 'call', ms: PATIENCE_MS }]];
};

const onRinging = (state: CallState, record: RingingRecord, place: CallPlace, now: Instant): CallStep => {
  const { call, memory } = state;
  if (call.phase !== 'none' && call.call === record.call) return progress(state, record, place, now);
  if (record.caller.device === place.device && !isHere(record.caller, memory) && isFree(call)) {
    return elsewhereHere(state, record, place);
  }
  const kept = keep(state, record);
  if (call.phase !== 'incoming' || record.callee !== place.account) return nextRing(kept, place, now);
  const waiting = { call: record.call, person: record.caller.account, media: record.media };
  return [{ ...kept, call: { ...call, waiting } }, []];
};

const update = (
  state: CallState,
  call: ActiveCall,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const { version, peer, answeredAt } = answered(record, call.role, place);
  if (call.movingFrom !== undefined) return arrive(state, call, call.movingFrom, record, place, now);
  if (!call.confirmed && peer.device !== call.peer.device) return beginAsCaller(state, call, record, place, now);
  const { remotePaused, ...rest } = call;
  const isSame = peer.device === call.peer.device;
  // What the system has taken from one device it has not taken from another.
  const paused = isSame && remotePaused ? { remotePaused } : {};
  const next: ActiveCall = { ...rest, ...paused, version, peer, answeredAt, confirmed: true };
  const known = { call: next, memory: remember(state.memory, call.call, record) };
  const news = call.confirmed ? [] : connected(next);
  if (peer.endpoint === call.peer.endpoint) return [known, news];
  const [returned, effects] = onReturned(known, next, now);
  return [returned, [{ type: 'peer-address', call: call.call, peer }, ...news, ...effects]];
};

/**
 * They called us while we called them, and theirs lives (call-flow.md R17): ours has been answered by it. The relay is
 * told that ours is over: it may come to it only now, after what it met.
 */
const takeUp = (
  state: CallState,
  call: Exclude<Call, { phase: 'none' }>,
  record: AnsweredRecord,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const withCamera = call.media === 'video';
  if (call.phase === 'outgoing') {
    const ending = endedHere('glare', 'relay');
    const [left, effects] = giveUp(state, call, ending, { call: call.call, act: 'call-end' }, place);
    const [begun, more] = beginAsCallee(left, withCamera, record, place, now);
    return [begun, [...effects, ...more]];
  }
  // The end of ours has come first, and the socket was lost between the two.
  return hasMet(call, record.caller.account)
    ? beginAsCallee(state, withCamera, record, place, now)
    : [keep(state, record), []];
};

const onAnswered = (state: CallState, record: AnsweredRecord, place: CallPlace, now: Instant): CallStep => {
  const { call, memory } = state;
  const isCaller = record.caller.account === place.account;
  const mine = ownParty(record, place);
  const isCurrent = call.phase !== 'none' && call.call === record.call;

  if (mine.device !== place.device) return onElsewhere(state, record, place);
  if (isCurrent && call.phase === 'active') return update(state, call, record, place, now);
  if (isCurrent && call.phase === 'left') {
    const { version, peer, answeredAt } = answered(record, call.role, place);
    return [{ ...keep(state, record), call: { ...call, version, peer, answeredAt } }, []];
  }
  // What came here and was given up before that was heard of is a call that its page has left.
  if (isHere(mine, memory) && call.phase !== 'none' && call.phase !== 'other-device') {
    if (isCurrent && call.phase === 'outgoing') return beginAsCaller(state, call, record, place, now);
    if (isCurrent && call.phase === 'incoming') {
      // Nobody but the person answers here.
      return call.answering ? beginAsCallee(state, call.answering === 'video', record, place, now) : [state, []];
    }
    return !isCaller && call.person === record.caller.account
      ? takeUp(state, call, record, place, now)
      : [keep(state, record), []];
  }
  // One who rang at the same time waits there, or is told that the person is busy.
  return isCurrent || isFree(call) || call.phase === 'incoming'
    ? elsewhereHere(state, record, place)
    : [keep(state, record), []];
};

/**
 * The relay gave a call up because it could not see the two, while they went on talking: the talk is worth more than
 * the record.
 */
const outlivesRecord = (call: Call, reason: string): boolean =>
  call.phase === 'active' && call.path.state === 'connected' && reason === 'reconnect-failed';

const onEnded = (state: CallState, record: Extract<CallRecord, { state: 'ended' }>, place: CallPlace): CallStep => {
  const { call } = state;
  const over = { ...state, memory: remember(state.memory, record.call, 'over') };
  if (call.phase === 'none' || call.call !== record.call || outlivesRecord(call, record.reason)) return [over, []];
  if (isElsewhere(call)) return [{ ...over, call: { phase: 'none' } }, []];
  return isLive(call) ? finishBy(state, call, record, place) : [{ ...over, call: withoutOffer(call) }, []];
};

const otherIn = ({ caller, callee }: CallRecord, { account }: CallPlace): AccountId =>
  caller.account === account ? callee : caller.account;

/** The relay does not choose whom one talks with: who called whom stays so, and nobody else answers. */
const isTrue = (record: CallRecord, { call }: CallState, place: CallPlace): boolean => {
  const { caller, callee } = record;
  if (caller.account !== place.account && callee !== place.account) return false;
  const theirs = record.state === 'ringing' ? record.ready : 'answerer' in record ? [record.answerer] : [];
  if (theirs.some((party) => party !== undefined && party.account !== callee)) return false;
  return call.phase === 'none' || call.call !== record.call || call.person === otherIn(record, place);
};

export const onRecord = (state: CallState, record: CallRecord, place: CallPlace, now: Instant): CallStep => {
  const known = state.memory.records.get(record.call);
  if (known === 'over' || (known !== undefined && known.version >= record.version)) return [state, []];
  if (!isTrue(record, state, place)) return [state, []];
  switch (record.state) {
    case 'proposed':
    case 'ringing':
      return onRinging(state, record, place, now);
    case 'accepted':
    case 'connected':
      return onAnswered(state, record, place, now);
    case 'ended':
      return onEnded(state, record, place);
    default:
      return assertNever(record);
  }
};

/** The line of an ended call in the mailbox; news only to a context that missed the record. */
export const onSummary = (state: CallState, summary: CallSummary, place: CallPlace): CallStep => {
  const { call, memory } = state;
  if (call.phase === 'none' || call.call !== summary.call) {
    const known = memory.records.get(summary.call);
    if (known === undefined || known === 'over') return [state, []];
    return [{ ...state, memory: remember(memory, summary.call, 'over') }, []];
  }
  if (outlivesRecord(call, summary.reason)) return [state, []];
  if (isElsewhere(call)) {
    return [{ call: { phase: 'none' }, memory: remember(state.memory, call.call, 'over') }, []];
  }
  if (isLive(call)) return finishBy(state, call, summary, place);
  const after = withoutOffer(call);
  return after === call ? [state, []] : [{ call: after, memory: remember(memory, call.call, 'over') }, []];
};

/**
 * Once nothing is in the way: somebody who has been calling all the while. While another device of this person is in a
 * call, whoever calls is told of there, or not at all (call-flow.md R15), and that call is offered here.
 */
export const nextRing = (state: CallState, place: CallPlace, now: Instant): CallStep => {
  if (!isFree(state.call)) return [state, []];
  const own = callOfPerson(state, place);
  if (own) return [offer(state, own, place), []];
  const record = whoCalls(state, place, now);
  return record ? ring(state, record, place, now) : [state, []];
};
