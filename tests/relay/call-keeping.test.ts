import { expect, test, vi } from 'vitest';
import type { CallRecord } from '#shared/protocol/call.ts';
import { type CallsOptions, createCalls } from '../../relay/features/calls/calls.ts';
import { createUnansweredRings } from '../../relay/features/calls/unanswered-rings.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import { createPeople } from '../../relay/hub/people.ts';
import { keyedBuckets } from '../../relay/hub/token-bucket.ts';
import { type Store, type StoredPerson, StoreError, type Summary } from '../../relay/store/store.ts';

// What the relay keeps of calls, and what comes of it where the store does not do as it should.

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const BOTH_GONE_MS = 2 * MINUTE;

const uids = ['ann', 'bo'].map((name) => ({ name, uid: crypto.randomUUID() }));

const stored = (uid: string): StoredPerson => ({
  row: uids.findIndex((one) => one.uid === uid) + 1,
  uid,
  login: uids.find((one) => one.uid === uid)?.name ?? '',
  role: 'person',
  disabled: false,
  findable: true,
  ringSeconds: null,
  lastSeen: null,
  devices: [],
  contacts: uids.flatMap((one, place) => (one.uid === uid ? [] : [place + 1])),
  others: [],
});
const [ANN = '', BO = ''] = uids.map(({ uid }) => uid);

/** Calls over a store that does nothing but this. */
const callsWith = (parts: Partial<Store>) => {
  const store = { person: async (uid: string) => stored(uid), ...parts } as Store;
  const hub = createHub(new Map());
  const people = createPeople(store);
  const errors: unknown[] = [];
  const placed: string[] = [];
  const everything = keyedBuckets({ burst: 1e6, perSecond: 1e6 });
  const time = { now: START };
  const options: CallsOptions = {
    hub,
    people,
    store,
    ringMs: 60_000,
    invitesOfPair: everything,
    invitesOfAccount: everything,
    unansweredRings: createUnansweredRings(3),
    clock: () => time.now,
    onError: (error) => void errors.push(error),
    told: () => undefined,
    placed: ({ uid }) => void placed.push(uid),
  };
  return { calls: createCalls(options), hub, people, errors, placed, time };
};

const party = (account: string) => ({ account, device: crypto.randomUUID(), endpoint: 'run-1' });

const answered = (): CallRecord => ({
  call: crypto.randomUUID(),
  version: 2,
  media: 'audio',
  caller: party(ANN),
  callee: BO,
  created_at: START,
  state: 'accepted',
  answerer: party(BO),
  answered_at: START + 1_000,
});

const restorable = (): string => JSON.stringify({ record: answered() });

test('[CA10] a call that cannot be read any more keeps neither the others nor the relay from coming back', async () => {
  const texts = ['half a rec', '{"record":{"state":"of another relay"}}', restorable()];
  const { calls, errors } = callsWith({ calls: async () => texts });
  await calls.restore();
  expect(calls.count()).toEqual({ ringing: 0, active: 1 });
  expect(errors).toHaveLength(2);
});

test('[MB9] a call that ended while the disk was full is in the mailboxes when there is room, once', async () => {
  let isFull = true;
  const kept: Summary[] = [];
  const endCall = async (summary: Summary) => {
    if (isFull) throw new StoreError('disk_full', 'endCall');
    kept.push(summary);
    return [];
  };
  const { calls, hub, people, errors, placed, time } = callsWith({ calls: async () => [restorable()], endCall });
  await calls.restore();
  const tickAfter = (ms: number): void => {
    time.now += ms;
    hub.emit('tick', time.now);
  };
  tickAfter(BOTH_GONE_MS);
  await vi.waitFor(() => expect(errors).toMatchObject([{ reason: 'disk_full' }]));
  tickAfter(MINUTE);
  isFull = false;
  tickAfter(MINUTE);
  await vi.waitFor(() => expect(placed).toEqual([ANN, BO]));
  tickAfter(MINUTE);
  expect(kept).toMatchObject([{ accounts: [1, 2], at: START + BOTH_GONE_MS }]);
  expect(errors).toHaveLength(1);
  expect([ANN, BO].map((uid) => people.get(uid)?.holds)).toEqual([0, 0]);
});
