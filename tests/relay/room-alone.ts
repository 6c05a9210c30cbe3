import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { EndpointId } from '#shared/protocol/ids.ts';
import { createRooms } from '../../relay/features/rooms/rooms.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import type { Endpoint } from '../../relay/hub/endpoint.ts';
import { createPeople, type Device } from '../../relay/hub/people.ts';
import { keyedBuckets } from '../../relay/hub/token-bucket.ts';
import { openStore } from '../../relay/store/sqlite/open-store.ts';
import { newKeys, newVisit, type RoomKeys } from './room-steps.ts';

const AT = 1_800_000_000_000;
export const HOUR = 3_600_000;

/** The feature alone with its store, and a clock in the test's hand. */
export const alone = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-rooms-'));
  const store = await openStore(folder);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const people = createPeople(store);
  const endpoints = new Map<EndpointId, Endpoint>();
  const hub = createHub(endpoints);
  const everything = keyedBuckets({ burst: 1e6, perSecond: 1e6 });
  let now = AT;
  const anew = () =>
    createRooms({
      hub,
      people,
      store,
      most: 6,
      idleMs: 24 * HOUR,
      rooms: everything,
      visits: everything,
      clock: () => now,
      onError: (error) => void errors.push(error),
    });
  /** What went wrong and was asked by nobody: none, unless the test has taken it from here. */
  const errors: unknown[] = [];
  onTestFinished(() => expect(errors).toEqual([]));
  const rooms = anew();
  let pages = 0;

  const someone = async (login: string) => {
    const facts = { login, skeleton: login, password: '', email: null, role: 'person' as const, at: AT };
    const uid = crypto.randomUUID();
    const row = await store.createAccount({ ...facts, uid });
    const person = await people.load(uid);
    if (!person || typeof row === 'string') throw new Error(login);
    const device = { id: `device of ${login}`, person, removed: false } as Device;
    person.devices = [device];
    const page = (): Endpoint => {
      const id = `page-${pages++}`;
      const endpoint = { id, device, phase: 'ready', outbox: [] } as unknown as Endpoint;
      endpoints.set(id, endpoint);
      return endpoint;
    };
    return { uid, row, person, page, first: page() };
  };

  const told = ({ outbox }: Endpoint): readonly Readonly<Record<string, unknown>>[] =>
    (outbox ?? []).splice(0).map((text) => JSON.parse(text));

  const make = async (by: Endpoint, waiting_room = false): Promise<RoomKeys> => {
    const keys = newKeys();
    await rooms.handlers['room-create'](by, { type: 'room-create', id: '1', ...keys, about: 'AAAA', waiting_room }, '');
    expect(told(by)).toEqual([{ type: 'ok', id: '1' }]);
    return keys;
  };
  const enter = async (by: Endpoint, keys: RoomKeys, visit = newVisit()) => {
    await rooms.handlers['room-join'](by, { type: 'room-join', id: '2', ...keys, visit }, '');
    return told(by);
  };
  const look = async (by: Endpoint, keys: RoomKeys, of = rooms) => {
    await of.handlers['room-look'](by, { type: 'room-look', id: '3', ...keys }, '');
    return told(by)[0];
  };
  const leave = async (by: Endpoint, { room }: RoomKeys) => {
    await rooms.handlers['room-leave'](by, { type: 'room-leave', id: '4', room }, '');
    expect(told(by)[0]).toMatchObject({ type: 'ok' });
  };

  return {
    store,
    hub,
    people,
    rooms,
    errors,
    /** The feature as it is after a restart. */
    anew,
    someone,
    told,
    make,
    enter,
    look,
    leave,
    isStored: async ({ room }: RoomKeys) => (await store.room(room)) !== undefined,
    later(ms: number) {
      now += ms;
    },
    tick: () => hub.emit('tick', now),
    goAway(endpoint: Endpoint) {
      endpoint.phase = 'gone';
      endpoints.delete(endpoint.id);
      hub.emit('left', endpoint);
    },
  };
};
