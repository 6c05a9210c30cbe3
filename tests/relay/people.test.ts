import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCalls } from '../../relay/features/calls/calls.ts';
import { createUnansweredRings } from '../../relay/features/calls/unanswered-rings.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import type { Endpoint } from '../../relay/hub/endpoint.ts';
import { createPeople } from '../../relay/hub/people.ts';
import { keyedBuckets } from '../../relay/hub/token-bucket.ts';
import type { Store, StoredPerson } from '../../relay/store/store.ts';

const stored = (row: number, contacts: readonly number[]): StoredPerson => ({
  row,
  uid: `person-${row}`,
  login: `person-${row}`,
  role: 'person',
  disabled: false,
  findable: true,
  ringSeconds: null,
  lastSeen: null,
  devices: [],
  contacts,
  others: [],
});

test('whoever becomes a contact is found among those who were, in whatever order they come', async () => {
  const known = new Map([[5, stored(5, [20, 40])]]);
  for (const row of [1, 10, 20, 30, 40, 50]) known.set(row, stored(row, []));
  const rows = [...known.keys()];
  const store = {
    person: (uid: string) => Promise.resolve(known.get(rows.find((row) => `person-${row}` === uid) ?? 0)),
  } as unknown as Store; // all that is asked of it
  const people = createPeople(store);
  for (const row of rows) await people.load(`person-${row}`);
  const ann = people.byRow(5);
  if (!ann) throw new Error('ann was not loaded');
  for (const other of [50, 10, 30]) people.relate([{ owner: 5, other, relation: 'contact' }]);
  people.relate([{ owner: 5, other: 20, relation: 'none' }]);

  const contacts = rows.filter((row) => {
    const other = people.byRow(row);
    return other !== undefined && people.relation(ann, other) === 'contact';
  });
  expect(contacts).toEqual([10, 30, 40, 50]);
});

describe('thousands of people at once', () => {
  const CROWD = 6_000;
  const MINUTE = 60_000;
  const store = {
    person: (uid: string) => Promise.resolve(stored(Number(uid.slice('person-'.length)), [])),
  } as unknown as Store; // all that is asked of it
  const crowd = Array.from({ length: CROWD }, (_, place) => `person-${place + 1000}`);

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('whoever was looked up before them is the same when held: their sockets are found', async () => {
    const people = createPeople(store);
    const ann = await people.load('person-1');
    await Promise.all(crowd.map(people.load));
    if (ann) people.hold(ann);
    expect(people.get('person-1')).toBe(ann);
    expect(await people.load('person-1')).toBe(ann);
  });

  test('whoever was here before them and is looked up again is the same when held', async () => {
    const people = createPeople(store);
    await people.load('person-1');
    await Promise.all(crowd.map(people.load));
    vi.advanceTimersByTime(MINUTE);
    const ann = await people.load('person-1');
    await people.load('person-2'); // in whose place the oldest go
    if (ann) people.hold(ann);
    expect(people.get('person-1')).toBe(ann);
  });

  test('are forgotten later, down to so many, but for whom something is held', async () => {
    const people = createPeople(store);
    const ann = await people.load('person-1');
    if (ann) people.hold(ann);
    await Promise.all(crowd.map(people.load));
    vi.advanceTimersByTime(MINUTE);
    await people.load('person-2');
    const left = crowd.filter((uid) => people.get(uid) !== undefined);
    expect(left.length).toBe(4_999);
    expect(people.get('person-1')).toBe(ann);
  });

  test('[MB9] during a ring take nothing from who is called: the call is in their mailbox at its end', async () => {
    const RING_MS = 90_000;
    const told: string[] = [];
    const placed: number[] = [];
    const [ann, bo] = [stored(1, [2]), stored(2, [1])];
    const withCalls = {
      person: (uid: string) =>
        Promise.resolve([ann, bo].find((one) => one.uid === uid) ?? stored(Number(uid.slice('person-'.length)), [])),
      endCall: async ({ accounts }: { accounts: readonly number[] }) => {
        placed.push(...accounts);
        return [];
      },
    } as unknown as Store;
    const hub = createHub(new Map());
    const people = createPeople(withCalls);
    const everything = keyedBuckets({ burst: 1e6, perSecond: 1e6 });
    const calls = createCalls({
      hub,
      people,
      store: withCalls,
      ringMs: RING_MS,
      invitesOfPair: everything,
      invitesOfAccount: everything,
      unansweredRings: createUnansweredRings(3),
      clock: () => Date.now(),
      onError: (error) => {
        throw error;
      },
      told: ({ state }) => void told.push(state),
      placed: () => undefined,
    });
    const person = await people.load('person-1');
    if (!person) throw new Error('ann was not loaded');
    people.hold(person);
    const endpoint = { id: 'here', phase: 'ready', device: { id: 'phone', person }, outbox: [] } as unknown as Endpoint;
    await calls.handlers['call-invite'](
      endpoint,
      { type: 'call-invite', id: '1', call: crypto.randomUUID(), callee: 'person-2', media: 'audio' },
      '',
    );
    vi.advanceTimersByTime(MINUTE + 1_000);
    await Promise.all(crowd.map(people.load));
    vi.advanceTimersByTime(MINUTE + 1_000);
    await people.load('person-3');
    hub.emit('tick', Date.now());
    expect(placed).toEqual([1, 2]);
    expect(told).toEqual(['proposed', 'ended']);
    await vi.waitFor(() => expect(people.get('person-2')?.holds).toBe(0));
  });
});
