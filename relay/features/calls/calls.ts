import * as z from 'zod/mini';
import { type CallParty, type CallRecord, callRecord, type EndReason } from '#shared/protocol/call.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import { accountId, type CallId, type DeviceId, type Instant } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import type { Device, People, Person } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Placed, Store } from '../../store/store.ts';
import { createWhenThereIsRoom } from '../../store/when-there-is-room.ts';
import { accountAndDevice, type Call, type CallEffect, type CallEvent, isAnswered, isUnanswered } from './call.ts';
import { createCallBook } from './call-book.ts';
import type { UnansweredRings } from './unanswered-rings.ts';

const CALLER_GONE_MS = 10_000;
const BOTH_GONE_MS = 2 * 60 * 1000;

export interface CallsOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly ringMs: number;
  readonly invitesOfPair: KeyedBuckets;
  readonly invitesOfAccount: KeyedBuckets;
  readonly unansweredRings: UnansweredRings;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
  /** Each record of a call between people of whom the caller has the callee for a contact; `hidden`: who has blocked them. */
  readonly told: (record: CallRecord, callee: Person, hidden: boolean) => void;
  /** A summary is in these mailboxes. */
  readonly placed: (person: Person, places: readonly Placed[], at: Instant, body: string) => void;
}

type CallFrame =
  | 'call-invite'
  | 'call-ringing'
  | 'call-ready'
  | 'call-accept'
  | 'call-decline'
  | 'call-connected'
  | 'call-end'
  | 'call-join';

export interface Calls {
  readonly handlers: Pick<Handlers, CallFrame>;
  greet(endpoint: Endpoint): void;
  /** By the callee. False where this device's person knows of no such call. */
  decline(device: Device, call: CallId): boolean;
  /** A push service has taken the ring for this device of the callee. */
  notified(call: CallId, device: DeviceId): void;
  /** Whether these two may pass signals of this call to each other (SG2). */
  connects(call: string, one: Endpoint, other: Endpoint): boolean;
  /** Ends every call of a person who may not go on. */
  leaveAll(person: Person): void;
  /** How many calls ring, and how many have been answered. */
  count(): { readonly ringing: number; readonly active: number };
  restore(): Promise<void>;
}

const partyOf = ({ id, device }: Endpoint): CallParty => ({
  account: device.person.uid,
  device: device.id,
  endpoint: id,
});

const summaryOf = ({ record }: Call): CallSummary | undefined =>
  record.state === 'ended'
    ? {
        call: record.call,
        caller: record.caller.account,
        callee: record.callee,
        media: record.media,
        started_at: record.created_at,
        ...(record.answered_at === undefined ? {} : { answered_at: record.answered_at }),
        ended_at: record.ended_at,
        reason: record.reason,
        ...(record.answerer && { answerer: accountAndDevice(record.answerer) }),
        ...(record.ended_by && { ended_by: record.ended_by }),
      }
    : undefined;

const declined = ({ id, person }: Device): CallEvent => ({ type: 'decline', account: person.uid, device: id });

/** It rang, or could have, and nobody answered. */
const IN_VAIN: ReadonlySet<EndReason> = new Set<EndReason>(['no-answer', 'declined', 'cancelled']);

const saved = z.object({ record: callRecord, waiting: z._default(z.array(accountId), []) });

const savedOf = ({ record, waiting }: Call): z.infer<typeof saved> => ({ record, waiting: [...waiting] });

/** The call records, told to everyone they concern. Knows nothing of media or of what signals say. */
export const createCalls = (options: CallsOptions): Calls => {
  const { hub, people, store, unansweredRings, clock, onError } = options;
  const whenThereIsRoom = createWhenThereIsRoom(clock, onError);

  const concerned = ({ record, hidden }: Call): readonly Person[] => {
    const uids = hidden ? [record.caller.account] : [record.caller.account, record.callee];
    return uids.map((uid) => people.get(uid)).filter((person) => person !== undefined);
  };

  /** Those whom a call under way concerns, so that they are still known at its end, wherever they are by then. */
  const held = new Map<CallId, readonly Person[]>();

  const holdUntilOver = ({ record: { call, state, caller, callee } }: Call): void => {
    if (state !== 'ended' && !held.has(call)) {
      const both = [people.get(caller.account), people.get(callee)].filter((person) => person !== undefined);
      both.forEach(people.hold);
      held.set(call, both);
    } else if (state === 'ended') {
      held.get(call)?.forEach(people.release);
      held.delete(call);
    }
  };

  const noteInCall = (person: Person): void => {
    const inCall = book.of(person.uid).some(({ record }) => isAnswered(record));
    if (inCall === person.inCall) return;
    person.inCall = inCall;
    if (inCall) people.hold(person);
    else people.release(person);
    hub.emit('inCallChanged', person);
  };

  const noteRing = ({ record }: Call): void => {
    const { caller, callee } = record;
    if (isAnswered(record)) unansweredRings.forget(caller.account, callee);
    else if (record.state === 'ended' && record.answerer === undefined && IN_VAIN.has(record.reason))
      unansweredRings.note(caller.account, callee, clock());
  };

  const summarise = async (call: Call): Promise<void> => {
    const summary = summaryOf(call);
    if (!summary) return;
    const body = JSON.stringify(summary);
    const readers = concerned(call);
    const at = clock();
    const ended = { call: summary.call, accounts: readers.map(({ row }) => row), at, body };
    readers.forEach(people.hold);
    try {
      const places = await whenThereIsRoom(() => store.endCall(ended));
      for (const person of readers) options.placed(person, places, at, body);
    } finally {
      readers.forEach(people.release);
    }
  };

  const book = createCallBook(
    { ringMs: options.ringMs, callerGoneMs: CALLER_GONE_MS, bothGoneMs: BOTH_GONE_MS },
    (call: Call, effects: readonly CallEffect[]) => {
      const readers = concerned(call);
      for (const { type } of effects) {
        if (type === 'record') for (const person of readers) hub.tell(person, { type: 'call', record: call.record });
        else if (type === 'saved') store.saveCall(call.record.call, JSON.stringify(savedOf(call))).catch(onError);
        else summarise(call).catch(onError);
      }
      readers.forEach(noteInCall);
      noteRing(call);
      const callee = people.get(call.record.callee);
      if (callee) options.told(call.record, callee, call.hidden);
      holdUntilOver(call);
    },
  );

  /** The call, where this device's person may know of it. */
  const known = ({ person }: Device, id: string): Call | undefined => {
    const call = book.get(id);
    if (!call) return undefined;
    const { record, hidden } = call;
    if (record.caller.account === person.uid) return call;
    return record.callee === person.uid && !hidden ? call : undefined;
  };

  /** Applies an event of a request and answers it by what came of it. */
  const act = (
    endpoint: Endpoint,
    frame: { id: string; call: string },
    event: CallEvent,
    achieved: (call: Call) => boolean,
  ): void => {
    if (!known(endpoint.device, frame.call))
      return hub.refuse(endpoint, frame.id, 'call_unknown', 'call: not known, or no longer');
    const call = book.apply(frame.call, event, clock());
    if (call && achieved(call)) hub.ok(endpoint, frame.id);
    else hub.refuse(endpoint, frame.id, 'call_over', 'call: over, or another device has it');
  };

  const invite = (endpoint: Endpoint, frame: Parameters<Handlers['call-invite']>[1], callee: Person): void => {
    const caller = endpoint.device.person;
    const present = book.get(frame.call);
    if (present && present.record.caller.account !== caller.uid)
      return hub.refuse(endpoint, frame.id, 'call_over', 'call: this id is taken');
    if (present) {
      hub.send(endpoint, { type: 'call', record: present.record });
      return hub.ok(endpoint, frame.id);
    }
    const now = clock();
    const wait = Math.max(
      options.invitesOfPair.take(`${caller.uid} ${callee.uid}`, now),
      options.invitesOfAccount.take(caller.uid, now),
    );
    if (wait > 0) return hub.refuse(endpoint, frame.id, 'rate_limited', 'too many calls', wait);
    // Whoever calls back wants to be called.
    unansweredRings.forget(callee.uid, caller.uid);
    const later = unansweredRings.wait(caller.uid, callee.uid, now);
    if (later > 0) return hub.refuse(endpoint, frame.id, 'unanswered', 'callee: has not answered', later);
    const accepted = people.relation(caller, callee) === 'contact';
    const standing = !accepted ? 'stranger' : people.relation(callee, caller) === 'contact' ? 'contact' : 'blocked';
    const { call, media, waiting = false } = frame;
    // Whoever is blocked notices neither the block nor what is chosen after it.
    const ringSeconds = (people.shownTo(callee, caller) ?? callee).ringSeconds ?? undefined;
    book.invite({ call, caller: partyOf(endpoint), callee: callee.uid, media, standing, waiting, ringSeconds }, now);
    hub.ok(endpoint, frame.id);
  };

  const restoreOne = async (text: string): Promise<void> => {
    const { record, waiting } = saved.parse(JSON.parse(text));
    const both = await Promise.all([people.load(record.caller.account), people.load(record.callee)]);
    const now = clock();
    book.restore({ record, hidden: false, gone: { caller: now, answerer: now }, media: [], waiting });
    for (const person of both) if (person) noteInCall(person);
  };

  hub.on('left', ({ id, device }) => book.endpointGone(device.person.uid, id, clock()));
  hub.on('tick', book.tick);
  hub.on('tick', whenThereIsRoom.tick);

  return {
    handlers: {
      async 'call-invite'(endpoint, frame) {
        const callee = people.get(frame.callee) ?? (await people.load(frame.callee));
        if (!callee || !people.finds(endpoint.device.person, callee))
          return hub.refuse(endpoint, frame.id, 'not_found', 'callee: nobody has this UID');
        // A caller who has gone meanwhile would be taken to be there for as long as the call lasts.
        if (endpoint.phase === 'ready') invite(endpoint, frame, callee);
      },
      'call-ringing'(endpoint, { call }) {
        const { id: device, person } = endpoint.device;
        if (known(endpoint.device, call)) book.apply(call, { type: 'ringing', account: person.uid, device }, clock());
      },
      'call-ready'(endpoint, { call }) {
        if (known(endpoint.device, call)) book.apply(call, { type: 'ready', party: partyOf(endpoint) }, clock());
      },
      'call-accept'(endpoint, frame) {
        const isMine = ({ record }: Call): boolean =>
          isAnswered(record) && record.answerer.device === endpoint.device.id;
        act(endpoint, frame, { type: 'accept', party: partyOf(endpoint), waiting: frame.waiting ?? false }, isMine);
      },
      'call-decline'(endpoint, frame) {
        act(endpoint, frame, declined(endpoint.device), () => true);
      },
      'call-connected'(endpoint, { call }) {
        if (known(endpoint.device, call)) book.apply(call, { type: 'connected', device: endpoint.device.id }, clock());
      },
      'call-end'(endpoint, frame) {
        const { id: device, person } = endpoint.device;
        act(endpoint, frame, { type: 'end', account: person.uid, device, reason: frame.reason }, () => true);
      },
      'call-join'(endpoint, frame) {
        const isIn = ({ record }: Call): boolean =>
          record.state !== 'ended' &&
          (record.caller.endpoint === endpoint.id || (isAnswered(record) && record.answerer.endpoint === endpoint.id));
        act(endpoint, frame, { type: 'join', party: partyOf(endpoint), from: frame.from_device }, isIn);
      },
    },

    greet(endpoint) {
      for (const { record } of book.of(endpoint.device.person.uid)) hub.send(endpoint, { type: 'call', record });
    },

    decline(device, call) {
      if (!known(device, call)) return false;
      book.apply(call, declined(device), clock());
      return true;
    },

    notified: (call, device) => void book.apply(call, { type: 'notified', device }, clock()),

    connects(id, one, other) {
      const call = book.get(id);
      if (!call || call.hidden) return false;
      const { record } = call;
      const from = one.device.id;
      const to = other.device.id;
      const caller = record.caller.device;
      const peer = from === caller ? to : to === caller ? from : undefined;
      if (peer === undefined) return false;
      if (isAnswered(record)) return peer === record.answerer.device;
      return isUnanswered(record) && record.state === 'ringing' && record.ringing.includes(peer);
    },

    leaveAll(person) {
      const account = person.uid;
      for (const { record } of book.of(account)) {
        // By the device that is in it, which may be signed out by now.
        const parties = [record.caller, ...(isAnswered(record) ? [record.answerer] : [])];
        const party = parties.find((one) => one.account === account);
        if (party) book.apply(record.call, { type: 'end', account, device: party.device, reason: undefined }, clock());
        const [device] = person.devices;
        if (device && record.callee === account) book.apply(record.call, declined(device), clock());
      }
    },

    async restore() {
      // One that cannot be read, of another version, must not keep the relay from starting.
      for (const text of await store.calls()) await restoreOne(text).catch(onError);
    },

    count() {
      let [ringing, active] = [0, 0];
      for (const { record } of book.all()) {
        if (isUnanswered(record)) ringing += 1;
        else if (isAnswered(record)) active += 1;
      }
      return { ringing, active };
    },
  };
};
