import type { CallMedia, CallParty, CallRecord, EndReason } from '#shared/protocol/call.ts';
import type { AccountId, CallId, EndpointId, Instant } from '#shared/protocol/ids.ts';
import { between } from '../../between.ts';
import {
  accountAndDevice,
  type Call,
  type CallEffect,
  type CallEvent,
  type CallTimes,
  isAnswered,
  isOver,
  isUnanswered,
  transition,
} from './call.ts';

/** How long after its end a call can still be asked about. */
const REMEMBER_MS = 2 * 60 * 1000;

export interface Invitation {
  readonly call: CallId;
  readonly caller: CallParty;
  readonly callee: AccountId;
  readonly media: CallMedia;
  /** `stranger`: no accepted contact. `blocked`: the callee has blocked the caller. */
  readonly standing: 'contact' | 'stranger' | 'blocked';
  /** The caller wants to hear of other calls during this one. */
  readonly waiting: boolean;
  /** As the callee has chosen. */
  readonly ringSeconds: number | undefined;
}

export interface CallBook {
  get(call: CallId): Call | undefined;
  /** Calls of this person that are not over, those hidden from them aside. */
  of(account: AccountId): readonly Call[];
  all(): Iterable<Call>;
  /** The call with this id, made if it is not known. */
  invite(invitation: Invitation, now: Instant): Call;
  apply(call: CallId, event: CallEvent, now: Instant): Call | undefined;
  endpointGone(account: AccountId, endpoint: EndpointId, now: Instant): void;
  tick(now: Instant): void;
  /** A call from before the restart: none of its parties is there yet. */
  restore(call: Call): void;
}

/** Hears of every step that had effects. */
export type CallListener = (call: Call, effects: readonly CallEffect[]) => void;

/** All calls, and what they mean to each other: busy, glare, a second call answered first. No clock, no I/O. */
export const createCallBook = (times: CallTimes, changed: CallListener): CallBook => {
  const calls = new Map<CallId, Call>();
  const byPerson = new Map<AccountId, Set<CallId>>();

  const peopleOf = ({ record }: Call): readonly AccountId[] => [record.caller.account, record.callee];

  const put = (call: Call): void => {
    calls.set(call.record.call, call);
    for (const account of peopleOf(call)) {
      const own = byPerson.get(account) ?? new Set();
      if (isOver(call)) own.delete(call.record.call);
      else own.add(call.record.call);
      if (own.size > 0) byPerson.set(account, own);
      else byPerson.delete(account);
    }
  };

  const live = (account: AccountId): readonly Call[] =>
    [...(byPerson.get(account) ?? [])].map((id) => calls.get(id)).filter((call) => call !== undefined);

  const isBusy = (account: AccountId): boolean => live(account).some(({ record }) => isAnswered(record));

  /** In a call, and not to be told of another. */
  const isClosed = (account: AccountId): boolean =>
    live(account).some(({ record, waiting }) => isAnswered(record) && !waiting.includes(account));

  const apply: CallBook['apply'] = (id, event, now) => {
    const call = calls.get(id);
    if (!call) return undefined;
    // The present call ends before another begins.
    if (event.type === 'accept' && isBusy(event.party.account)) return call;
    const [next, effects] = transition(call, event, now, times);
    if (next !== call) put(next);
    if (effects.length > 0) changed(next, effects);
    if (isUnanswered(call.record) && isAnswered(next.record)) displaceOthers(next, now);
    return next;
  };

  /** Whoever has just begun a call is busy for those who ring, unless they want to hear of them, and no longer rings at others. */
  const displaceOthers = ({ record: { call, caller, callee } }: Call, now: Instant): void => {
    for (const account of [caller.account, callee]) {
      for (const { record, hidden } of live(account)) {
        if (record.call === call || !isUnanswered(record)) continue;
        if (record.callee !== account) apply(record.call, { type: 'displaced', reason: 'cancelled' }, now);
        // A caller who is blocked does not learn that somebody is there, who talks to others.
        else if (!hidden && isClosed(account)) apply(record.call, { type: 'displaced', reason: 'busy' }, now);
      }
    }
  };

  const add = (invitation: Invitation, now: Instant, over?: EndReason, by?: CallParty): Call => {
    const { call: id, caller, callee, media, standing, waiting, ringSeconds } = invitation;
    const facts = { call: id, version: 1, media, caller, callee, created_at: now };
    const record: CallRecord = over
      ? { ...facts, state: 'ended', ended_at: now, reason: over, ...(by && { ended_by: accountAndDevice(by) }) }
      : { ...facts, state: 'proposed', notified: [], ...(ringSeconds !== undefined && { ring_seconds: ringSeconds }) };
    const call: Call = {
      record,
      hidden: standing !== 'contact',
      gone: {},
      media: [],
      waiting: waiting ? [caller.account] : [],
    };
    put(call);
    changed(call, over ? [{ type: 'record' }, { type: 'summary' }] : [{ type: 'record' }]);
    return call;
  };

  /** The unanswered call of the callee to this caller. */
  const crossing = ({ caller, callee }: Invitation): Call | undefined =>
    live(callee).find(
      ({ record, hidden }) =>
        !hidden && isUnanswered(record) && record.caller.account === callee && record.callee === caller.account,
    );

  const meet = (other: Call, invitation: Invitation, now: Instant): Call => {
    if (other.record.call < invitation.call) {
      const lost = add(invitation, now, 'glare');
      apply(other.record.call, { type: 'accept', party: invitation.caller, waiting: invitation.waiting }, now);
      return lost;
    }
    apply(other.record.call, { type: 'displaced', reason: 'glare' }, now);
    const won = add(invitation, now);
    const { record, gone } = other;
    const party = record.caller;
    const waiting = other.waiting.includes(party.account);
    const met = apply(invitation.call, { type: 'accept', party, waiting }, now) ?? won;
    if (gone.caller === undefined) return met;
    // They may have gone already: nobody else would notice.
    return apply(invitation.call, { type: 'endpoint-gone', endpoint: party.endpoint }, gone.caller) ?? met;
  };

  return {
    get: (id) => calls.get(id),
    of: (account) => live(account).filter(({ hidden, record }) => !hidden || record.caller.account === account),
    all: () => calls.values(),
    invite(invitation, now) {
      const present = calls.get(invitation.call);
      if (present) return present;
      if (invitation.standing === 'stranger') return add(invitation, now, 'needs-permission');
      if (isBusy(invitation.caller.account)) return add(invitation, now, 'busy', invitation.caller);
      if (invitation.standing === 'blocked') return add(invitation, now); // rings nowhere until nobody has answered
      if (isClosed(invitation.callee)) return add(invitation, now, 'busy');
      const other = crossing(invitation);
      return other ? meet(other, invitation, now) : add(invitation, now);
    },
    apply,
    endpointGone(account, endpoint, now) {
      for (const { record } of live(account)) apply(record.call, { type: 'endpoint-gone', endpoint }, now);
    },
    tick(now) {
      for (const [id, { record }] of calls) {
        if (record.state !== 'ended') apply(id, { type: 'tick' }, now);
        else if (between(record.ended_at, now) > REMEMBER_MS) calls.delete(id);
      }
    },
    restore: put,
  };
};
