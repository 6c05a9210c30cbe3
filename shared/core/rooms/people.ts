import type { Instant } from '#shared/protocol/ids.ts';
import type { Participant, RoomRecord, RoomVisit } from '#shared/protocol/room.ts';
import { assertNever } from '../assert-never.ts';
import type { PeerMessage } from '../call/peer.ts';
import { devicesMessage } from './own-side.ts';
import type { RoomInside, RoomPerson } from './room.ts';
import type { RoomEffect, RoomEvent, RoomPlace, RoomState, RoomStep } from './state.ts';
import { hear, newestOf, saidSince } from './texts.ts';

// Who is inside, as the relay's record says (SPEC RM8), and how one is connected with them.

/** So long somebody is heard still whom the relay does not name any more: it was restarted, or they have lost it. */
export const UNNAMED_MS = 30_000;

const newcomer = ({ since: _, ...participant }: Participant): RoomPerson => ({
  ...participant,
  path: 'connecting',
  microphone: 'on',
  camera: 'off',
  shares: [],
});

/** The connection with them is well, and nobody has removed them, nor are they there anew: they, or the relay, come back. */
const isKept = ({ account, path, unnamed }: RoomPerson, record: RoomRecord, now: Instant): boolean =>
  path === 'connected' &&
  !record.removed.includes(account) &&
  !record.inside.some((place) => place.account === account) &&
  (unnamed === undefined || now < unnamed);

/** Looks again when the first of them is not waited for any longer. */
const wait = (people: readonly RoomPerson[], now: Instant): readonly RoomEffect[] => {
  const ends = people.flatMap(({ unnamed }) => unnamed ?? []);
  return ends.length === 0 ? [] : [{ type: 'timer', ms: Math.min(...ends) - now }];
};

/** Those of before who are there still, the newcomers behind them, and what follows from the difference. */
const follow = (
  state: RoomState,
  before: readonly RoomPerson[],
  record: RoomRecord,
  now: number,
): readonly [readonly RoomPerson[], readonly RoomEffect[]] => {
  const others = record.inside.filter(({ visit }) => visit !== state.visit && !state.left.has(visit));
  const placeOf = ({ visit, account }: RoomPerson): Participant | undefined =>
    others.find((place) => place.visit === visit && place.account === account);
  const effects: RoomEffect[] = [];
  const people: RoomPerson[] = [];
  for (const person of before) {
    const { unnamed: _, ...known } = person;
    const place = placeOf(person);
    if (place) {
      const moved = { ...known, endpoint: place.endpoint };
      people.push(moved);
      if (place.endpoint !== person.endpoint) effects.push({ type: 'address', person: moved });
    } else if (isKept(person, record, now)) {
      people.push({ ...known, unnamed: person.unnamed ?? now + UNNAMED_MS });
    } else {
      effects.push({ type: 'disconnect', visit: person.visit });
    }
  }
  for (const place of others) {
    if (people.some(({ visit }) => visit === place.visit)) continue;
    const person = newcomer(place);
    people.push(person);
    effects.push({ type: 'connect', person, again: state.met.has(person.visit) });
  }
  return [people, effects];
};

/** What somebody has to know of this side over a connection that knows nothing of it. */
const introduction = (room: RoomInside, to: RoomVisit, met: RoomState['met']): readonly RoomEffect[] => [
  { type: 'tell', message: devicesMessage(room), to },
  ...(room.paused ? [{ type: 'tell', message: { type: 'paused', paused: true }, to } as const] : []),
  ...saidSince(room, met.get(to) ?? newestOf(room), to),
];

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
  const wereUnnamed = new Set(room.people.filter(({ unnamed }) => unnamed).map(({ visit }) => visit));
  const isNew = people.some((person) => person.unnamed && !wereUnnamed.has(person.visit));
  const connected = effects.flatMap((effect) => (effect.type === 'connect' ? [effect.person.visit] : []));
  const newcomers = connected.filter((visit) => !state.met.has(visit)).map((visit) => [visit, newestOf(room)] as const);
  const met = newcomers.length === 0 ? state.met : new Map([...state.met, ...newcomers]);
  return [
    {
      ...state,
      room: next,
      epoch: record.epoch,
      version: record.version,
      met,
    },
    [...effects, ...connected.flatMap((to) => introduction(next, to, met)), ...(isNew ? wait(people, place.now) : [])],
  ];
};

/** Nobody is waited for any longer whom the relay has not named again. */
export const onPatienceOver = (state: RoomState, room: RoomInside, now: Instant): RoomStep => {
  const over = room.people.filter(({ unnamed }) => unnamed !== undefined && unnamed <= now);
  const people = room.people.filter((person) => !over.includes(person));
  return [
    over.length === 0 ? state : { ...state, room: { ...room, people } },
    [...over.map(({ visit }) => ({ type: 'disconnect', visit }) as const), ...wait(people, now)],
  ];
};

const drop = (state: RoomState, room: RoomInside, { visit }: RoomPerson): RoomStep => [
  { ...state, room: { ...room, people: room.people.filter((one) => one.visit !== visit) } },
  [{ type: 'disconnect', visit }],
];

const onMessage = (
  state: RoomState,
  room: RoomInside,
  person: RoomPerson,
  message: PeerMessage,
  now: Instant,
): RoomStep => {
  switch (message.type) {
    case 'devices':
      return put(state, room, { ...person, microphone: message.microphone, camera: message.camera });
    case 'paused': {
      const { paused: _, ...rest } = person;
      return put(state, room, message.paused ? { ...rest, paused: true } : rest);
    }
    case 'text':
      return hear(state, room, person, message, now);
    case 'hang-up':
      return drop({ ...state, left: new Set([...state.left, person.visit]) }, room, person);
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
export const onPeer = (
  state: RoomState,
  room: RoomInside,
  { visit, event }: Extract<RoomEvent, { type: 'peer' }>,
  now: Instant,
): RoomStep => {
  const person = room.people.find((one) => one.visit === visit);
  if (!person) return [state, []];
  switch (event.type) {
    case 'path-connected':
      return put(state, room, { ...person, path: 'connected' });
    case 'path-lost':
      if (person.unnamed) return drop(state, room, person);
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
          ...introduction(room, to, state.met),
        ],
      ];
    }
    case 'peer-renewed':
      return [state, introduction(room, visit, state.met)];
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
      return onMessage(state, room, person, event.message, now);
    default:
      return assertNever(event);
  }
};
