import { expect, test } from 'vitest';
import type { EndpointId } from '#shared/protocol/ids.ts';
import { createUnansweredRings } from '../../relay/features/calls/unanswered-rings.ts';
import { createPeers } from '../../relay/features/peerjs/peers.ts';
import { createRingTests } from '../../relay/features/ring-tests/ring-tests.ts';
import { createAddresses } from '../../relay/hub/addresses.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import type { Endpoint, Socket } from '../../relay/hub/endpoint.ts';
import { limitsAt } from '../../relay/hub/limits.ts';
import { createPeople } from '../../relay/hub/people.ts';
import { createReception } from '../../relay/hub/reception.ts';
import { createResumption } from '../../relay/hub/resumption.ts';
import { createTickets } from '../../relay/hub/tickets.ts';
import type { Store, StoredPerson } from '../../relay/store/store.ts';

const NOON = 12 * 3_600_000;
/** Of ann's session. */
const BEGAN = NOON - 1_234;

const ANN: StoredPerson = {
  row: 1,
  uid: 'ann',
  login: 'ann',
  role: 'person',
  disabled: false,
  findable: true,
  ringSeconds: null,
  lastSeen: null,
  devices: [{ row: 1, device: 'ann-1', createdAt: BEGAN, listed: true, prekey: 1, oneTimePrekeys: 0 }],
  contacts: [],
  others: [],
};
/** A reception with ann's device before it, from noon on. */
const receive = async () => {
  let now = NOON;
  const endpoints = new Map<EndpointId, Endpoint>();
  const hub = createHub(endpoints);
  const people = createPeople({ person: () => Promise.resolve(ANN) } as unknown as Store); // all that is asked of it
  const addresses = createAddresses(10);
  const reception = createReception({
    hub,
    endpoints,
    addresses,
    tickets: createTickets(people),
    resumption: createResumption(endpoints, people),
    people,
    welcome: { iceServers: () => [], ringSeconds: 60 },
    limits: limitsAt(1),
    maxFrameBytes: 65_536,
    idleMs: 60_000,
    maxSocketsPerAccount: 10,
    clock: () => now,
    believed: () => now,
    run: 'run',
    greet: async (endpoint) => {
      endpoint.phase = 'ready';
    },
    startMail: () => undefined,
    catchUp: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const device = (await people.load('ann'))?.devices[0];
  const address = addresses.find('192.0.2.1');
  if (!device || !address) throw new Error('ann was not loaded');
  const codes: number[] = [];
  const socket = { send: () => 1, cork: () => undefined, getBufferedAmount: () => 0 };
  return {
    device,
    open(): Endpoint {
      const end: Socket['end'] = (code) => {
        codes.push(code);
        reception.closed(endpoint);
      };
      const endpoint = reception.open({ type: 'admitted', device, address, origin: '' }, { ...socket, end });
      return endpoint;
    },
    greet(endpoint: Endpoint): void {
      reception.hello(endpoint, { type: 'hello', id: '1', after: 0, active: true } as Parameters<
        typeof reception.hello
      >[1]);
    },
    /** The codes with which sockets are closed. */
    tickAt(at: number): readonly number[] {
      now = at;
      reception.tick(at);
      return codes.splice(0);
    },
  };
};

test('[HE5] [PR3] a socket that is silent for 60 s is noticed, also where the clock was set back meanwhile', async () => {
  const { device, open, greet, tickAt } = await receive();
  const greeted = open();
  open(); // and says nothing
  greet(greeted);
  const eleven = NOON - 3_600_000;
  expect(tickAt(eleven)).toEqual([4002]);
  expect(tickAt(eleven + 60_000)).toEqual([]);
  expect(tickAt(eleven + 60_001)).toEqual([1001]);
  expect(device.person.holds).toBe(0); // their tickets to come back are over, too
});

test('[SE3] sockets close with 4001 within a second of the 180th day of their session', async () => {
  const { open, greet, tickAt } = await receive();
  const end = BEGAN + 180 * 24 * 3_600_000;
  expect(tickAt(end - 10_000)).toEqual([]);
  greet(open());
  expect(tickAt(end - 1_000)).toEqual([]);
  expect(tickAt(end + 1_000)).toEqual([4001]);
});

test('[PJ6] [PJ7] a PeerJS page is noticed that is silent, and what waits in vain is forgotten, where the clock was set back', () => {
  let now = NOON;
  const peers = createPeers({ most: 10, idleMs: 60_000, rate: limitsAt(1).signals, clock: () => now });
  const told: unknown[] = [];
  const socket: Socket = {
    send: (text) => told.push(JSON.parse(text).type),
    cork: () => undefined,
    end: (code) => told.push(code),
    getBufferedAmount: () => 0,
  };
  const ann = peers.enter('ann', 'token', socket);
  if (typeof ann === 'string') throw new Error(ann);
  peers.receive(ann, '{"type":"OFFER","dst":"bo"}');
  now = NOON - 3_600_000;
  peers.tick(now);
  expect(told.splice(0)).toEqual(['OPEN', 'EXPIRE']);
  peers.tick(now + 60_000);
  expect(told.splice(0)).toEqual([]);
  peers.tick(now + 60_001);
  expect(told).toEqual([1001]);
});

test('[SE4] a ticket is good for 30 s, also where the clock was set back meanwhile', async () => {
  const people = createPeople({ person: () => Promise.resolve(ANN) } as unknown as Store);
  const device = (await people.load('ann'))?.devices[0];
  if (!device) throw new Error('ann was not loaded');
  const tickets = createTickets(people);
  const eleven = NOON - 3_600_000;
  const ticket = tickets.issue(device, '', NOON);
  expect(tickets.redeem(ticket, '', eleven)).toBeUndefined();
  const good = tickets.issue(device, '', eleven);
  tickets.issue(device, '', NOON);
  tickets.sweep(eleven);
  expect(device.person.holds).toBe(1);
  expect(tickets.redeem(good, '', eleven + 30_000)).toBe(device);
});

test('[CA14] whoever was not answered waits for ten minutes at most, also where the clock was set back meanwhile', () => {
  const rings = createUnansweredRings(3);
  for (let count = 0; count < 3; count++) rings.note('ann', 'bo', NOON);
  expect(rings.wait('ann', 'bo', NOON - 60_000)).toBe(540);
  expect(rings.wait('ann', 'bo', NOON - 3_600_000)).toBe(0);
});

test('[RT1] a ring test is over after a minute, also where the clock was set back meanwhile', async () => {
  const store = { person: () => Promise.resolve(ANN), pushSubscriptions: () => Promise.resolve([]) };
  const hub = createHub(new Map());
  const device = (await createPeople(store as unknown as Store).load('ann'))?.devices[0];
  if (!device) throw new Error('ann was not loaded');
  const tests = createRingTests({
    hub,
    store: store as unknown as Store,
    push: () => Promise.resolve('accepted'),
    newId: () => 'test',
    clock: () => NOON,
    onError: (error) => {
      throw error;
    },
  });
  const id = await tests.begin(device);
  expect(tests.result(device, id)).toHaveLength(1);
  hub.emit('tick', NOON - 3_600_000);
  expect(tests.result(device, id)).toBeUndefined();
});
