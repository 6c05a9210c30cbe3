import type { RoomView } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { Room, RoomInside, RoomPerson } from '#shared/core/rooms/room.ts';
import { ANN, BO, blocking, CY, DEE, home, roomTalk, uid } from './people.ts';

// A room in each of its states, for pictures of them.

/** Where a room is shown, in the page and in the call window. */
export const ROOM_PLACE = '#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAAAQ';
export const ROOM_LINK = `https://tincan.example/${ROOM_PLACE}`;

const about = { code: 'aB3dE6gH9k', link: ROOM_LINK, name: 'The walk on Sunday' };

const person = (digit: number, account: string, login: string, more: Partial<RoomPerson> = {}): RoomPerson => ({
  visit: String(digit).repeat(32),
  account,
  login,
  device: uid(9),
  endpoint: `e-${digit}`,
  path: 'connected',
  stream: digit === 3 ? 'self' : 'far',
  microphone: 'on',
  camera: 'on',
  shares: [],
  ...more,
});

const bo = person(2, BO, 'bo');
const cy = person(3, CY, 'cy.lark', { microphone: 'off' });
const dee = person(4, DEE, 'dee', { camera: 'off' });
const eve = person(5, uid(5), 'a-rather-long-login-of-32-letters', { camera: 'off', microphone: 'off' });
const fay = person(6, uid(6), 'fay', { path: 'reconnecting' });

const inside: RoomInside = {
  ...about,
  phase: 'inside',
  visit: '1'.repeat(32),
  host: ANN,
  isHost: true,
  isCreator: true,
  waitingRoom: true,
  most: 6,
  people: [bo, cy],
  knocking: [],
  texts: [],
  microphone: { state: 'on' },
  camera: { state: 'on' },
  localStream: 'self',
  shareRequest: { state: 'none' },
  shares: [],
  deafened: false,
};

const shown = { stream: 'share', share: 'share', kind: 'screen', sound: true } as const;
const off = { state: 'off' } as const;

export interface RoomState {
  readonly room: Room;
  /** What comes of looking; nothing yet where it is not given. */
  readonly look?: Outcome<RoomView>;
  readonly state?: AppState;
}

const view = (change: Partial<RoomView> = {}): Outcome<RoomView> => ({
  ok: true,
  value: { name: about.name, inside: 2, most: 6, waitingRoom: false, ...change },
});
const over = (ending: Extract<Room, { phase: 'over' }>['ending']): RoomState => ({
  room: { ...about, phase: 'over', ending },
});
const none: Room = { phase: 'none' };
const failing = (reason: Reason): RoomState => ({ room: none, look: failed(reason) });

/** What stands at the place of the room. */
export const roomStates: Readonly<Record<string, RoomState>> = {
  'room-entrance': { room: none, look: view() },
  'room-entrance-knock': { room: none, look: view({ inside: 0, waitingRoom: true }) },
  'room-entrance-looking': { room: none },
  'room-entrance-ended': failing('not_found'),
  'room-entrance-offline': failing('offline'),
  'room-joining': { room: { ...about, phase: 'joining' } },
  'room-knocking': { room: { ...about, phase: 'knocking' } },
  'room-knocking-cut-off': { room: { ...about, phase: 'knocking', cutOff: true } },
  'room-1': { room: { ...inside, people: [] } },
  'room-2': { room: { ...inside, people: [bo] } },
  'room-3': { room: inside },
  'room-4': { room: { ...inside, people: [bo, cy, dee] } },
  'room-5': { room: { ...inside, people: [bo, cy, dee, eve] } },
  'room-6': { room: { ...inside, people: [bo, cy, dee, eve, fay], microphone: off, camera: off } },
  'room-shared': { room: { ...inside, people: [{ ...bo, shares: [shown] }, cy] } },
  'room-shared-6': { room: { ...inside, people: [{ ...bo, shares: [shown] }, cy, dee, eve, fay] } },
  'room-knock': {
    room: {
      ...inside,
      knocking: [
        { account: DEE, login: 'dee' },
        { account: uid(6), login: 'fay' },
      ],
    },
  },
  'room-blocked': { room: { ...inside, people: [bo, dee] }, state: blocking },
  'room-blocked-knock': { room: { ...inside, knocking: [{ account: DEE, login: 'dee' }] }, state: blocking },
  'room-troubled': {
    room: {
      ...inside,
      cutOff: true,
      deafened: true,
      microphone: { state: 'unavailable', reason: 'device_denied' },
      people: [
        { ...bo, path: 'lost' },
        { ...cy, paused: true },
      ],
    },
  },
  'room-sharing': { room: { ...inside, shares: [{ stream: 'share', kind: 'screen', sound: false }] } },
  'room-texts': {
    room: {
      ...inside,
      texts: [
        {
          number: 1,
          account: BO,
          login: 'bo',
          text: 'The map: https://maps.example/walk',
          said: { visit: bo.visit },
          at: Date.now(),
        },
        {
          number: 2,
          account: ANN,
          login: 'ann',
          text: 'Thanks! Shall we start at ten?',
          said: { visit: inside.visit },
          at: Date.now(),
        },
      ],
    },
  },
  'room-over-left': over({ kind: 'left' }),
  'room-over-removed': over({ kind: 'lost', loss: 'removed' }),
  'room-over-full': over({ kind: 'failed', reason: 'room_full' }),
};

/** Cards of rooms among messages. */
export const cardStates: Readonly<Record<string, RoomState>> = {
  'card-2': { room: none, look: view(), state: roomTalk(ROOM_LINK) },
  'card-knock': { room: none, look: view({ inside: 0, waitingRoom: true }), state: roomTalk(ROOM_LINK) },
  'card-looking': { room: none, state: roomTalk(ROOM_LINK) },
  'card-ended': { ...failing('not_found'), state: roomTalk(ROOM_LINK) },
  'card-offline': { ...failing('offline'), state: roomTalk(ROOM_LINK) },
  'card-inside': { room: inside, look: view({ inside: 3 }), state: roomTalk(ROOM_LINK) },
};

/** Where the screens of rooms begin. */
export const outside: RoomState = { room: none, look: view(), state: home };
