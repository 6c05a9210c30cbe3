import type { Participant, RoomRecord, RoomVisit } from '#shared/protocol/room.ts';
import { assertNever } from '../assert-never.ts';
import type { PeerEvent, PeerMessage } from '../call/peer.ts';
import { devicesMessage } from './own-side.ts';
import type { RoomInside, RoomPerson } from './room.ts';
import type { RoomEffect, RoomPlace, RoomState, RoomStep } from './state.ts';

// Who is inside, as the relay's record says (SPEC RM8), and how one is connected with them.

/** So long somebody is heard still whom a relay that was restarted does not name again. */
export const UNNAMED_MS = 30_000;

const newcomer = ({ since: _, ...participant }: Participant): RoomPerson => ({
  ...participant,
  path: 'connecting',
  microphone: 'on',
  camera: 'off',
  shares: [],
});

/** The relay has forgotten them with everybody else, and the connection with them is well. */
const isKept = (person: RoomPerson, state: RoomState, record: RoomRecord, now: number): boolean => {
  if (person.path !== 'connected') return false;
  return person.unnamed === true ? now < state.patience : record.epoch !== state.epoch;
};

/** Those of before who are there still, the newcomers behind them, and what follows from the difference. */
const follow = (
  state: RoomState,
  before: readonly RoomPerson[],
  record: RoomRecord,
  now: number,
): readonly [readonly RoomPerson[], readonly RoomEffect[]] => {
  const others = record.inside.filter(({ visit }) => visit !== state.visit && !state.left.has(visit));
  const effects: RoomEffect[] = [];
  const people: RoomPerson[] = [];
  for (const person of before) {
    const { unnamed: _, ...known } = person;
    const place = others.find(({ visit }) => visit === person.visit);
    if (place) {
      const moved = { ...known, endpoint: place.endpoint };
      people.push(moved);
      if (place.endpoint !== person.endpoint) effects.push({ type: 'address', person: moved });
    } else if (isKept(person, state, record, now)) {
      people.push({ ...known, unnamed: true });
    } else {
      effects.push({ type: 'disconnect', visit: person.visit });
    }
  }
  for (const place of others) {
    if (before.some(({ visit }) => visit === place.visit)) continue;
    const person = newcomer(place);
    people.push(person);
    effects.push({ type: 'connect', person, again: state.met.has(person.visit) });
  }
  return [people, effects];
};

/** The record, as it changes what is shown of a room that one is inside of. */
export const onRecord = (state: RoomState, room: RoomInside, record: RoomRecord, place: RoomPlace): RoomStep => {
  const [people, effects] = follow(state, room.people, record, place.now);
  const { cutOff: _, ...rest } = room;
  const next: RoomInside = {
    ...rest,
    host: record.host,
    isHost: record.host === place.account,
    isCreator: record.creator === place.account,
    waitingRoom: record.waiting_room,
    most: record.most,
    people,
    knocking: record.knocking.map(({ account, login }) => ({ account, login })),
  };
  const isNewEpoch = record.epoch !== state.epoch;
  const unnamed = isNewEpoch && people.some((person) => person.unnamed);
  const connected = effects.flatMap((effect) => (effect.type === 'connect' ? [effect.person.visit] : []));
  return [
    {
      ...state,
      room: next,
      epoch: record.epoch,
      version: record.version,
      met: connected.length === 0 ? state.met : new Set([...state.met, ...connected]),
      ...(unnamed && { patience: place.now + UNNAMED_MS }),
    },
    [
      ...effects,
      ...connected.map((to): RoomEffect => ({ type: 'tell', message: devicesMessage(next), to })),
      ...(unnamed ? [{ type: 'timer', ms: UNNAMED_MS } as const] : []),
    ],
  ];
};

/** Nobody is waited for any longer whom the relay has not named again. */
export const onPatienceOver = (state: RoomState, room: RoomInside, now: number): RoomStep => {
  if (now < state.patience) return [state, []];
  const over = room.people.filter(({ unnamed }) => unnamed);
  if (over.length === 0) return [state, []];
  return [
    { ...state, room: { ...room, people: room.people.filter(({ unnamed }) => !unnamed) } },
    over.map(({ visit }) => ({ type: 'disconnect', visit })),
  ];
};

const onMessage = (state: RoomState, room: RoomInside, person: RoomPerson, message: PeerMessage): RoomStep => {
  switch (message.type) {
    case 'devices':
      return put(state, room, { ...person, microphone: message.microphone, camera: message.camera });
    case 'paused': {
      const { paused: _, ...rest } = person;
      return put(state, room, message.paused ? { ...rest, paused: true } : rest);
    }
    case 'hang-up':
      return [
        {
          ...state,
          left: new Set([...state.left, person.visit]),
          room: { ...room, people: room.people.filter(({ visit }) => visit !== person.visit) },
        },
        [{ type: 'disconnect', visit: person.visit }],
      ];
    // Of the two of a call, or heard by the link itself.
    case 'answered':
    case 'watching':
    case 'leaving':
    case 'strain':
    case 'share-stopped':
    case 'stop-your-share':
      return [state, []];
    default:
      return assertNever(message);
  }
};

const put = (state: RoomState, room: RoomInside, person: RoomPerson): RoomStep => [
  { ...state, room: { ...room, people: room.people.map((one) => (one.visit === person.visit ? person : one)) } },
  [],
];

/** What a connection says of itself. One that is given up is made anew for as long as the record names them. */
export const onPeer = (state: RoomState, room: RoomInside, visit: RoomVisit, event: PeerEvent): RoomStep => {
  const person = room.people.find((one) => one.visit === visit);
  if (!person) return [state, []];
  switch (event.type) {
    case 'path-connected':
      return put(state, room, { ...person, path: 'connected' });
    case 'path-lost':
      return put(state, room, { ...person, path: 'reconnecting' });
    case 'path-failed': {
      const { stream: _, ...rest } = person;
      const lost: RoomPerson = { ...rest, path: 'lost', shares: [] };
      const [next] = put(state, room, lost);
      const { visit: to } = lost;
      return [
        next,
        [
          { type: 'disconnect', visit: to },
          { type: 'connect', person: lost, again: true },
          { type: 'tell', message: devicesMessage(room), to },
        ],
      ];
    }
    case 'peer-renewed':
      return [state, [{ type: 'tell', message: devicesMessage(room), to: visit }]];
    case 'remote-stream':
      return put(state, room, { ...person, stream: event.stream });
    case 'remote-share': {
      const { type: _, ...share } = event;
      return put(state, room, { ...person, shares: [...person.shares, share] });
    }
    case 'remote-share-ended':
      return put(state, room, { ...person, shares: person.shares.filter(({ stream }) => stream !== event.stream) });
    case 'quality':
      return [state, []];
    case 'message':
      return onMessage(state, room, person, event.message);
    default:
      return assertNever(event);
  }
};
