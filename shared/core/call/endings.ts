import type { CallRecord, EndReason } from '#shared/protocol/call.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Step } from '../moment.ts';
import type { Call, CallEnding, EndedCall } from './call.ts';
import type { CallEffect } from './effects.ts';
import { type CallPlace, type CallState, remember, type Unsaid } from './memory.ts';

export type CallStep = Step<CallState, CallEffect>;
type LiveCall = Extract<Call, { phase: 'outgoing' | 'incoming' | 'active' }>;

export const isLive = (call: Call): call is LiveCall =>
  call.phase === 'outgoing' || call.phase === 'incoming' || call.phase === 'active';

const cleanUp = (call: LiveCall): readonly CallEffect[] => {
  const common: readonly CallEffect[] = [
    { type: 'timer-end', timer: 'call' },
    { type: 'tone', tone: 'silence' },
  ];
  const end: CallEffect = { type: 'call-media-end', call: call.call };
  if (call.phase !== 'incoming') return [...common, end];
  return [...common, { type: 'timer-end', timer: 'ring' }, { type: 'ring-release' }, ...(call.warm ? [end] : [])];
};

const roleIn = (call: LiveCall): EndedCall['role'] => {
  if (call.phase === 'active') return call.role;
  return call.phase === 'outgoing' ? 'caller' : 'callee';
};

/** The call is over as far as this context is concerned, and whatever it held for it is let go. */
export const finish = (
  { memory }: CallState,
  call: LiveCall,
  ending: CallEnding,
): readonly [CallState & { readonly call: EndedCall }, readonly CallEffect[]] => {
  const { call: id, version, person, media } = call;
  return [
    {
      call: { phase: 'ended', role: roleIn(call), call: id, version, person, media, ending },
      memory: remember(memory, id, 'over'),
    },
    cleanUp(call),
  ];
};

/** As {@link finish}, and nothing is shown: another context of this device goes on with it. */
export const leave = ({ memory }: CallState, call: LiveCall, next: Call): CallStep => [
  { call: next, memory },
  cleanUp(call),
];

/** Tells the relay that a call is over, now if it can be reached and else as soon as it can. */
export const say = (state: CallState, unsaid: Unsaid, place: CallPlace): CallStep => {
  const { memory } = state;
  if (memory.unsaid.some(({ call }) => call === unsaid.call)) return [state, []];
  const next = { ...state, memory: { ...memory, unsaid: [...memory.unsaid, unsaid] } };
  return [next, place.link === 'online' ? [request(unsaid)] : []];
};

export const request = ({ act, call, reason }: Unsaid): CallEffect =>
  act === 'call-decline'
    ? { type: 'call-request', frame: { type: act, call } }
    : { type: 'call-request', frame: { type: act, call, ...(reason && { reason }) } };

/** Ends an active or outgoing call by this side's own act, and tells the relay. */
export const giveUp = (
  state: CallState,
  call: LiveCall,
  ending: CallEnding,
  unsaid: Unsaid,
  place: CallPlace,
): CallStep => {
  const [over, effects] = finish(state, call, ending);
  const [said, more] = say(over, unsaid, place);
  return [said, [...effects, ...more]];
};

export const secondsSince = (answeredAt: Instant, now: Instant): number =>
  Math.max(0, Math.round((now - answeredAt) / 1_000));

export const endedHere = (reason: EndReason, by: 'me' | 'them' | 'relay', seconds = 0): CallEnding => ({
  kind: 'ended',
  reason,
  by,
  seconds,
});

const secondsOf = (answeredAt: Instant | undefined, endedAt: Instant): number =>
  answeredAt === undefined ? 0 : secondsSince(answeredAt, endedAt);

type EndedRecord = Extract<CallRecord, { state: 'ended' }>;

/** How the end of a call looks from here. */
export const endingOf = (record: EndedRecord, call: LiveCall, place: CallPlace): CallEnding => {
  const { reason, ended_by: by, answerer } = record;
  if (call.phase === 'incoming') {
    if (answerer && answerer.device !== place.device) return { kind: 'answered-elsewhere' };
    if (reason === 'declined' && by?.account === place.account && by.device !== place.device) {
      return { kind: 'declined-elsewhere' };
    }
  }
  const who = by === undefined ? 'relay' : by.account === place.account ? 'me' : 'them';
  return endedHere(reason, who, secondsOf(record.answered_at, record.ended_at));
};

const reasons: readonly EndReason[] = [
  'hang-up',
  'declined',
  'busy',
  'no-answer',
  'cancelled',
  'glare',
  'needs-permission',
  'failed-signaling',
  'failed-media',
  'reconnect-failed',
];

/** The same from the line in the mailbox, for a call that ended while this context could not be reached. */
export const endingOfSummary = (summary: CallSummary, call: LiveCall): CallEnding => {
  const reason = reasons.find((known) => known === summary.reason) ?? 'failed-signaling';
  if (call.phase === 'incoming') {
    // The line does not say which device it was: where this one has answered it may have been the first.
    if (summary.answered_at !== undefined && !call.answering) return { kind: 'answered-elsewhere' };
    if (reason === 'declined') return { kind: 'declined-elsewhere' };
  }
  const by = reason === 'no-answer' || reason === 'busy' || reason === 'reconnect-failed' ? 'relay' : 'them';
  return endedHere(reason, by, secondsOf(summary.answered_at, summary.ended_at));
};
