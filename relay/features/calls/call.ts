import type { CallDevice, CallParty, CallRecord, EndReason } from '#shared/protocol/call.ts';
import type { AccountId, DeviceId, EndpointId, Instant } from '#shared/protocol/ids.ts';
import { ringMsOf } from '#shared/protocol/ring-time.ts';
import { assertNever } from '../../assert-never.ts';
import { between } from '../../between.ts';

export type Ended = Extract<CallRecord, { state: 'ended' }>;
export type Answered = Extract<CallRecord, { state: 'accepted' | 'connected' }>;
type Ringing = Extract<CallRecord, { state: 'ringing' }>;
export type Unanswered = Extract<CallRecord, { state: 'proposed' | 'ringing' }>;

/** A call as the relay knows it: the record everyone sees, and what only the relay needs. */
export interface Call {
  readonly record: CallRecord;
  /** Only the caller knows of this call: they are blocked, or no contact. */
  readonly hidden: boolean;
  /** Since when the endpoint of a party has been gone. */
  readonly gone: { readonly caller?: Instant; readonly answerer?: Instant };
  /** Who has said that they have media. */
  readonly media: readonly DeviceId[];
  /** Whoever of the two wants to hear of other calls during this one. */
  readonly waiting: readonly AccountId[];
}

export type CallEvent =
  | { readonly type: 'ringing'; readonly account: AccountId; readonly device: DeviceId }
  | { readonly type: 'ready'; readonly party: CallParty }
  /** A push service has taken the ring for this device of the callee. */
  | { readonly type: 'notified'; readonly device: DeviceId }
  | { readonly type: 'accept'; readonly party: CallParty; readonly waiting: boolean }
  | { readonly type: 'decline'; readonly account: AccountId; readonly device: DeviceId }
  | {
      readonly type: 'end';
      readonly account: AccountId;
      readonly device: DeviceId;
      readonly reason: EndReason | undefined;
    }
  | { readonly type: 'connected'; readonly device: DeviceId }
  /** `from`: the device of the same account whose place it takes. */
  | { readonly type: 'join'; readonly party: CallParty; readonly from: DeviceId | undefined }
  | { readonly type: 'endpoint-gone'; readonly endpoint: EndpointId }
  /** Another call took the place of this one. */
  | { readonly type: 'displaced'; readonly reason: 'glare' | 'busy' | 'cancelled' }
  | { readonly type: 'tick' };

/** `record` goes to everyone, `saved` survives a restart, `summary` is for the histories of both. */
export type CallEffect = { readonly type: 'record' } | { readonly type: 'saved' } | { readonly type: 'summary' };

export interface CallTimes {
  /** Where the callee has chosen nothing else. */
  readonly ringMs: number;
  /** Unanswered, and its caller gone for this long. */
  readonly callerGoneMs: number;
  /** Answered, and both gone for this long. */
  readonly bothGoneMs: number;
}

export const isOver = ({ record }: Call): boolean => record.state === 'ended';
export const isAnswered = (record: CallRecord): record is Answered =>
  record.state === 'accepted' || record.state === 'connected';
export const isUnanswered = (record: CallRecord): record is Unanswered =>
  record.state === 'proposed' || record.state === 'ringing';

const RECORD: readonly CallEffect[] = [{ type: 'record' }];
const SAVED: readonly CallEffect[] = [{ type: 'saved' }, { type: 'record' }];
const ENDED: readonly CallEffect[] = [{ type: 'record' }, { type: 'summary' }];

type Step = readonly [Call, readonly CallEffect[]];

const factsOf = ({ call, version, media, caller, callee, created_at }: CallRecord) => ({
  call,
  version: version + 1,
  media,
  caller,
  callee,
  created_at,
});

/** Whose act it was. */
export const accountAndDevice = ({ account, device }: CallParty): CallDevice => ({ account, device });

const ended = (call: Call, reason: EndReason, now: Instant, by?: CallDevice): Step => {
  const { record } = call;
  const answer = isAnswered(record) ? { answerer: record.answerer, answered_at: record.answered_at } : {};
  const ending: Ended = {
    ...factsOf(record),
    ...answer,
    state: 'ended',
    ended_at: now,
    reason,
    ...(by ? { ended_by: by } : {}),
  };
  return [{ ...call, record: ending }, ENDED];
};

/** What a party may say about why it ends a call; anything else is a plain cancel or hang-up. */
const BEFORE_ANSWER: ReadonlySet<EndReason> = new Set<EndReason>(['failed-signaling', 'failed-media']);
const AFTER_ANSWER: ReadonlySet<EndReason> = new Set<EndReason>([
  'failed-signaling',
  'failed-media',
  'reconnect-failed',
]);

/** What is known of the callee, and of their devices, before one of them answers. */
type Ring = Pick<Ringing, 'ringing' | 'ready' | 'notified' | 'ring_seconds'>;

const ringOf = (record: Unanswered): Ring => {
  const { notified, ring_seconds } = record;
  const devices = record.state === 'ringing' ? record : { ringing: [], ready: [] };
  return {
    ringing: devices.ringing,
    ready: devices.ready,
    notified,
    ...(ring_seconds !== undefined && { ring_seconds }),
  };
};

/** This device has said that it rings. */
const withRinging = (ring: Ring, device: DeviceId): Ring => ({
  ...ring,
  ringing: ring.ringing.includes(device) ? ring.ringing : [...ring.ringing, device],
  notified: ring.notified.filter((other) => other !== device),
});

const ringing = (call: Call, { account, device }: Extract<CallEvent, { type: 'ringing' }>): Step => {
  const { record } = call;
  if (!isUnanswered(record) || account !== record.callee) return [call, []];
  const ring = ringOf(record);
  if (ring.ringing.includes(device)) return [call, []];
  return [{ ...call, record: { ...factsOf(record), state: 'ringing', ...withRinging(ring, device) } }, RECORD];
};

const ready = (call: Call, party: CallParty): Step => {
  const { record } = call;
  if (!isUnanswered(record) || party.account !== record.callee) return [call, []];
  const ring = ringOf(record);
  if (ring.ready.some(({ endpoint }) => endpoint === party.endpoint)) return [call, []];
  const others = ring.ready.filter(({ device }) => device !== party.device);
  const next = { ...withRinging(ring, party.device), ready: [...others, party] };
  return [{ ...call, record: { ...factsOf(record), state: 'ringing', ...next } }, RECORD];
};

const notified = (call: Call, device: DeviceId): Step => {
  const { record } = call;
  if (!isUnanswered(record)) return [call, []];
  if (ringOf(record).ringing.includes(device) || record.notified.includes(device)) return [call, []];
  const next = { ...record, version: record.version + 1, notified: [...record.notified, device] };
  return [{ ...call, record: next }, RECORD];
};

const accept = (call: Call, { party, waiting }: Extract<CallEvent, { type: 'accept' }>, now: Instant): Step => {
  const { record } = call;
  if (!isUnanswered(record) || party.account !== record.callee) return [call, []];
  const next = { ...factsOf(record), state: 'accepted', answerer: party, answered_at: now } as const;
  return [{ ...call, record: next, waiting: waiting ? [...call.waiting, party.account] : call.waiting }, SAVED];
};

const end = (call: Call, { account, device, reason }: Extract<CallEvent, { type: 'end' }>, now: Instant): Step => {
  const { record } = call;
  const by = { account, device };
  const isCaller = device === record.caller.device;
  if (isUnanswered(record))
    return isCaller ? ended(call, reason && BEFORE_ANSWER.has(reason) ? reason : 'cancelled', now, by) : [call, []];
  if (!isAnswered(record) || (!isCaller && device !== record.answerer.device)) return [call, []];
  return ended(call, reason && AFTER_ANSWER.has(reason) ? reason : 'hang-up', now, by);
};

const connected = (call: Call, device: DeviceId): Step => {
  const { record } = call;
  const isParty = record.state === 'accepted' && (device === record.caller.device || device === record.answerer.device);
  if (!isParty || call.media.includes(device)) return [call, []];
  const media = [...call.media, device];
  if (media.length < 2) return [{ ...call, media }, []];
  return [{ ...call, media, record: { ...record, version: record.version + 1, state: 'connected' } }, SAVED];
};

const join = (call: Call, { party, from }: Extract<CallEvent, { type: 'join' }>): Step => {
  const { record } = call;
  const { caller, answerer } = call.gone;
  const isFor = ({ account, device }: CallParty): boolean =>
    party.device === device || (isAnswered(record) && from === device && party.account === account);
  /** Whoever has another device now has not said of that one that it has media. */
  const mediaWithout = ({ device }: CallParty): readonly DeviceId[] =>
    device === party.device ? call.media : call.media.filter((other) => other !== device);
  if (record.state !== 'ended' && isFor(record.caller)) {
    if (party.endpoint === record.caller.endpoint && caller === undefined) return [call, []];
    const gone = answerer === undefined ? {} : { answerer };
    const media = mediaWithout(record.caller);
    return [
      { ...call, gone, media, record: { ...record, version: record.version + 1, caller: party } },
      isAnswered(record) ? SAVED : RECORD,
    ];
  }
  if (isAnswered(record) && isFor(record.answerer)) {
    if (party.endpoint === record.answerer.endpoint && answerer === undefined) return [call, []];
    const gone = caller === undefined ? {} : { caller };
    const media = mediaWithout(record.answerer);
    return [{ ...call, gone, media, record: { ...record, version: record.version + 1, answerer: party } }, SAVED];
  }
  return [call, []];
};

const endpointGone = (call: Call, endpoint: EndpointId, now: Instant): Step => {
  const { record, gone } = call;
  if (record.state === 'ended') return [call, []];
  if (endpoint === record.caller.endpoint) return [{ ...call, gone: { ...gone, caller: now } }, []];
  if (isAnswered(record) && endpoint === record.answerer.endpoint)
    return [{ ...call, gone: { ...gone, answerer: now } }, []];
  if (record.state === 'ringing' && record.ready.some((party) => party.endpoint === endpoint)) {
    const left = record.ready.filter((party) => party.endpoint !== endpoint);
    return [{ ...call, record: { ...record, version: record.version + 1, ready: left } }, RECORD];
  }
  return [call, []];
};

const tick = (call: Call, now: Instant, times: CallTimes): Step => {
  const { record, gone } = call;
  if (isUnanswered(record)) {
    if (between(record.created_at, now) >= ringMsOf(record, times.ringMs)) return ended(call, 'no-answer', now);
    if (gone.caller !== undefined && between(gone.caller, now) >= times.callerGoneMs)
      return ended(call, 'cancelled', now);
  } else if (isAnswered(record) && gone.caller !== undefined && gone.answerer !== undefined) {
    if (between(Math.max(gone.caller, gone.answerer), now) >= times.bothGoneMs)
      return ended(call, 'reconnect-failed', now);
  }
  return [call, []];
};

/** One step of one call. Total: what does not apply to the present state gives the same call and no effects. */
export const transition = (call: Call, event: CallEvent, now: Instant, times: CallTimes): Step => {
  switch (event.type) {
    case 'ringing':
      return ringing(call, event);
    case 'ready':
      return ready(call, event.party);
    case 'notified':
      return notified(call, event.device);
    case 'accept':
      return accept(call, event, now);
    case 'decline':
      if (!isUnanswered(call.record) || event.account !== call.record.callee) return [call, []];
      return ended(call, 'declined', now, { account: event.account, device: event.device });
    case 'end':
      return end(call, event, now);
    case 'connected':
      return connected(call, event.device);
    case 'join':
      return join(call, event);
    case 'endpoint-gone':
      return endpointGone(call, event.endpoint, now);
    case 'displaced': {
      if (!isUnanswered(call.record)) return [call, []];
      // Cancelled by what its caller did: they began another call.
      const by = event.reason === 'cancelled' ? accountAndDevice(call.record.caller) : undefined;
      return ended(call, event.reason, now, by);
    }
    case 'tick':
      return tick(call, now, times);
    default:
      return assertNever(event);
  }
};
