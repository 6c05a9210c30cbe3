import { type CallDevice, type EndReason, endReason } from '#shared/protocol/call.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
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

const FAILURES: ReadonlySet<EndReason> = new Set<EndReason>(['failed-signaling', 'failed-media', 'reconnect-failed']);

const wasBad = (call: LiveCall, ending: CallEnding): boolean =>
  (call.phase === 'active' && call.troubled === true) || (ending.kind === 'ended' && FAILURES.has(ending.reason));

/** The call is over as far as this context is concerned, and whatever it held for it is let go. */
export const finish = (
  { memory }: CallState,
  call: LiveCall,
  ending: CallEnding,
): readonly [CallState & { readonly call: EndedCall }, readonly CallEffect[]] => {
  const { call: id, version, person, media } = call;
  const bad = wasBad(call, ending) && ({ bad: true } as const);
  const told: readonly CallEffect[] =
    call.phase === 'active' && ending.kind === 'ended'
      ? [{ type: 'window-message', message: { type: 'call-over', call: id } }]
      : [];
  return [
    {
      call: { phase: 'ended', role: roleIn(call), call: id, version, person, media, ending, ...bad },
      memory: remember(memory, id, 'over'),
    },
    [...cleanUp(call), ...told],
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

export const endedHere = (
  reason: EndReason,
  by: 'me' | 'them' | 'relay',
  seconds = 0,
): Extract<CallEnding, { kind: 'ended' }> => ({ kind: 'ended', reason, by, seconds });

const secondsOf = (answeredAt: Instant | undefined, endedAt: Instant): number =>
  answeredAt === undefined ? 0 : secondsSince(answeredAt, endedAt);

/** What the record and the line in the mailbox both say of an end. */
export type CallEnd = Pick<CallSummary, 'answerer' | 'answered_at' | 'ended_at' | 'ended_by' | 'reason'>;

/** From where it is looked at. */
export type OwnDevice = Pick<CallPlace, 'account' | 'device'>;

/** Whoever's doing it was; the relay's clock where it was nobody's. */
const doerOf = ({ ended_by, reason }: CallEnd, caller: AccountId, callee: AccountId): AccountId | undefined => {
  if (ended_by) return ended_by.account;
  if (reason === 'busy') return callee;
  return reason === 'cancelled' ? caller : undefined;
};

/** How the end of a call with `person` looks from a device: the same, whichever way it has learnt of it. */
export const endingOf = (
  end: CallEnd,
  role: EndedCall['role'],
  person: AccountId,
  { account, device }: OwnDevice,
): Exclude<CallEnding, { kind: 'moved' }> => {
  const { answerer, ended_by: by } = end;
  const known = endReason.safeParse(end.reason);
  const reason = known.success ? known.data : 'failed-signaling';
  const isElsewhere = (who: CallDevice | undefined): boolean => who?.account === account && who.device !== device;
  if (isElsewhere(answerer)) return { kind: 'answered-elsewhere' };
  if (reason === 'declined' && isElsewhere(by)) return { kind: 'declined-elsewhere' };
  const doer = role === 'caller' ? doerOf(end, account, person) : doerOf(end, person, account);
  const who = doer === undefined ? 'relay' : doer === account ? 'me' : 'them';
  return endedHere(reason, who, secondsOf(end.answered_at, end.ended_at));
};

/** The call is over by what the relay says of its end. */
export const finishBy = (state: CallState, call: LiveCall, end: CallEnd, place: CallPlace): CallStep =>
  finish(state, call, endingOf(end, roleIn(call), call.person, place));
