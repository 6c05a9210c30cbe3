import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { createFakeRooms } from '#tests/fakes/fake-rooms.ts';
import { closeWhenOver } from '../../extension/entrypoints/call/lifetime.ts';
import { roomHere } from '../../extension/entrypoints/call/room-here.ts';
import { takeErrands } from '../../extension/platform/become-call-window.ts';
import type { Errand } from '../../extension/platform/errand.ts';
import { ended, signedOut, stateOnly } from './fake-client.ts';

vi.mock('wxt/browser', () => ({ browser: { runtime: { onMessage: { addListener: () => undefined } } } }));

const PLACE = '#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAA-Q';
const link = `https://tincan.example/${PLACE}`;
const none: Room = { phase: 'none' };
const online = { ...signedOut, link: { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' } } as const;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A call window that has just been loaded at this address. */
const load = async (hash: string) => {
  const location = { pathname: '/call.html', hash };
  const close = vi.fn();
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    replaceState: () => {
      location.hash = '';
    },
  });
  vi.stubGlobal('window', { close });
  vi.stubGlobal('addEventListener', () => undefined);
  const rooms = createFakeRooms(none);
  const { client, become } = stateOnly(online);
  const room = roomHere({ ...client, rooms: async () => rooms } as Client);
  await room.client.rooms();
  const errands: Errand[] = [];
  takeErrands((errand) => errands.push(errand));
  closeWhenOver(room.client, room);
  return { location, close, rooms, become, errands };
};

test('loaded anew at the place of a room, the call window keeps its address and stays with the way in', async () => {
  const { location, close, errands } = await load(PLACE);
  await vi.runAllTimersAsync();
  expect(location.hash).toBe(PLACE);
  expect(errands).toEqual([{ kind: 'show' }]);
  expect(close).not.toHaveBeenCalled();
});

test('an errand is done once, not again when the call window is loaded anew', async () => {
  const { location, close, errands } = await load(`#room=${link}`);
  expect(location.hash).toBe('');
  expect(errands).toEqual([{ kind: 'room', link }]);
  await vi.runAllTimersAsync();
  expect(close).toHaveBeenCalledOnce();
});

test('[RM13] a call that rings and ends, and is dismissed, leaves the window to the room', async () => {
  const { close, rooms, become } = await load(PLACE);
  rooms.become({ phase: 'knocking', code: 'aB3dE6gH9k', link, name: 'The walk' });
  become({ call: ended({ kind: 'ended', reason: 'cancelled', by: 'them', seconds: 0 }) });
  await vi.runAllTimersAsync();
  become({ call: { phase: 'none' } });
  await vi.runAllTimersAsync();
  expect(close).not.toHaveBeenCalled();
});
