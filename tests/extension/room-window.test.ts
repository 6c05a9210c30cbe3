import { afterEach, expect, test, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { createFakeRooms } from '#tests/fakes/fake-rooms.ts';
import { roomHere } from '../../extension/entrypoints/call/room-here.ts';
import { runErrand } from '../../extension/entrypoints/call/run-errand.ts';
import { ann, signedOut, stateOnly } from './fake-client.ts';

const link = 'https://tincan.example/#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAA-Q';
const knocking: Room = { phase: 'knocking', code: 'aB3dE6gH9k', link, name: 'The walk' };
const signedIn = {
  session: {
    state: 'signed-in',
    relay: 'https://tincan.example',
    account: { uid: ann, login: 'ann', role: 'person' },
    device: ann,
  },
} as const;

afterEach(() => vi.unstubAllGlobals());

test('the call window knows of its room as soon as something in it has asked for rooms', async () => {
  const rooms = createFakeRooms();
  const room = roomHere({ rooms: async () => rooms } as unknown as Client);
  let told = 0;
  room.subscribe(() => {
    told += 1;
  });
  room.leave();
  rooms.become(knocking);
  expect([room.state(), told, rooms.acts]).toEqual([{ phase: 'none' }, 0, []]);

  await room.client.rooms();
  await room.client.rooms();
  rooms.become(knocking);
  expect([room.state(), told]).toEqual([knocking, 1]);
  room.leave();
  expect(rooms.acts).toEqual([['leave']]);
});

test('the call window joins the room that it was opened for once somebody is signed in, and shows it', async () => {
  vi.stubGlobal('location', { hash: '' });
  const rooms = createFakeRooms();
  const { client, become } = stateOnly(signedOut);
  const ran = runErrand({ ...client, rooms: async () => rooms }, { kind: 'room', link });
  expect(rooms.acts).toEqual([]);
  become(signedIn);
  await ran;
  expect(rooms.acts).toEqual([['join', link]]);
  expect(location.hash).toBe('#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAA-Q');
});

test('asked for the room that it is in, the call window does not enter it again', async () => {
  vi.stubGlobal('location', { hash: '' });
  const rooms = createFakeRooms(knocking);
  const { client } = stateOnly({ ...signedOut, ...signedIn });
  await runErrand({ ...client, rooms: async () => rooms }, { kind: 'room', link });
  expect(rooms.acts).toEqual([]);
});
