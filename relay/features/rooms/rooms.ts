import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import type { RoomCode, RoomNews, RoomVisit } from '#shared/protocol/room.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import { hashed } from '../../hub/hashed.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import { mayComeIn, type People, type Person } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import { createInTurn, type InTurn } from '../../in-turn.ts';
import type { Store } from '../../store/store.ts';
import { type Place, type Room, type RoomEffect, type RoomEvent, recordOf, transition, type Visitor } from './room.ts';

export interface RoomsOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  /** How many can be inside of one. */
  readonly most: number;
  /** For so long a room stays with nobody inside. */
  readonly idleMs: number;
  readonly rooms: KeyedBuckets;
  readonly visits: KeyedBuckets;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
}

type RoomFrame =
  | 'room-create'
  | 'room-look'
  | 'room-join'
  | 'room-leave'
  | 'room-admit'
  | 'room-remove'
  | 'room-end'
  | 'room-signal';

export interface Rooms {
  readonly handlers: Pick<Handlers, RoomFrame>;
  /** A person who may not go on. */
  leave(person: Person): void;
  /** Those of an account that is no more; the store knows of none of them. */
  endAllOf(creator: AccountId): void;
  /** Rooms with somebody inside, and how many are inside in all. */
  count(): { readonly active: number; readonly people: number };
  /** Before anyone can connect: nobody is inside of any. */
  restore(): Promise<void>;
  /** Forgets those in which nobody has been for long. */
  tidy(): Promise<void>;
}

type Asked = { readonly id: string; readonly room: RoomCode };
type Shown = Asked & { readonly proof: string };

/** Where somebody is. */
interface Held {
  readonly person: Person;
  readonly room: RoomCode;
}

const placeOf = ({ id, device }: Endpoint): Place => ({
  account: device.person.uid,
  device: device.id,
  endpoint: id,
});

const visitorOf = (endpoint: Endpoint, visit: RoomVisit): Visitor => ({
  ...placeOf(endpoint),
  login: endpoint.device.person.login,
  visit,
});

/** Compared to where there is no room: neither answer comes sooner. */
const NO_PROOF = new Uint8Array(32);

/** Where people are together by link. What they say to each other is sealed; knows those who are inside, or knock, by heart. */
export const createRooms = (options: RoomsOptions): Rooms => {
  const { hub, people, store, most, idleMs, clock, onError } = options;

  /** Those with somebody inside or knocking. The others are in the store alone. */
  const rooms = new Map<RoomCode, Room>();
  /** Everyone in one of these, held as long as they are. */
  const places = new Map<AccountId, Held>();

  /** What is asked of one room waits for what was asked of it before: most of it waits for the store. */
  const turns = new Map<RoomCode, { readonly inTurn: InTurn; waiting: number }>();
  const inTurn = async (code: RoomCode, work: () => Promise<void>): Promise<void> => {
    const turn = turns.get(code) ?? { inTurn: createInTurn(), waiting: 0 };
    turns.set(code, turn);
    turn.waiting += 1;
    try {
      await turn.inTurn(work);
    } finally {
      turn.waiting -= 1;
      if (turn.waiting === 0) turns.delete(code);
    }
  };

  const notePlace = (account: AccountId, code: RoomCode): void => {
    const room = rooms.get(code);
    const isInside = room?.inside.some((other) => other.account === account) ?? false;
    const isThere = isInside || (room?.knocking.some((other) => other.account === account) ?? false);
    const present = places.get(account);
    const person = present?.person ?? people.get(account);
    if (!person) return;
    if (isThere && !present) {
      people.hold(person);
      places.set(account, { person, room: code });
    }
    if (person.inRoom !== isInside) {
      person.inRoom = isInside;
      hub.emit('inCallChanged', person);
    }
    if (!isThere && present) {
      places.delete(account);
      people.release(person);
    }
  };

  /** Since when rooms are idle, as far as the disk has not taken it. */
  const unkept = new Map<RoomCode, Instant | null>();
  const keepIdle = async (code: RoomCode, since: Instant | null): Promise<void> => {
    unkept.set(code, since);
    await store.setRoomIdle(code, since);
    if (unkept.get(code) === since) unkept.delete(code);
  };

  const put = (before: Room, next: Room, isOver: boolean): void => {
    if (next === before) return;
    if (isOver || next.inside.length + next.knocking.length === 0) rooms.delete(next.code);
    else rooms.set(next.code, next);
    const concerned = [before, next].flatMap(({ inside, knocking }) => [...inside, ...knocking]);
    for (const account of new Set(concerned.map((other) => other.account))) notePlace(account, next.code);
    if (isOver) unkept.delete(next.code);
    else if (next.idleSince !== before.idleSince) keepIdle(next.code, next.idleSince).catch(onError);
  };

  const tell = (id: string, news: RoomNews): void => {
    const endpoint = hub.endpoint(id);
    if (endpoint?.phase === 'ready') hub.send(endpoint, { type: 'room', news });
  };

  const play = (room: Room, effects: readonly RoomEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'record') {
        const news: RoomNews = { type: 'record', record: recordOf(room) };
        for (const { endpoint } of room.inside) tell(endpoint, news);
      } else if (effect.type === 'told') tell(effect.endpoint, { type: 'record', record: recordOf(room) });
      else if (effect.type === 'knocking') tell(effect.endpoint, { type: 'knocking', room: room.code });
      else if (effect.type === 'lost') {
        const { endpoint, visit, loss } = effect;
        tell(endpoint, { type: 'lost', room: room.code, visit, loss });
      }
    }
  };

  const apply = (room: Room, event: RoomEvent): void => {
    const [next, effects] = transition(room, event, clock());
    put(
      room,
      next,
      effects.some(({ type }) => type === 'over'),
    );
    play(next, effects);
  };

  const isIdle = ({ idleSince }: Room): boolean => idleSince !== null && clock() - idleSince >= idleMs;

  const forget = (room: Room): Promise<void> => {
    apply(room, { type: 'end' });
    return store.removeRoom(room.code);
  };

  /** With nobody in it. Its epoch is another one: of those who were inside before nobody is known. */
  const empty = (
    facts: Pick<Room, 'code' | 'proof' | 'about' | 'creator' | 'waitingRoom' | 'standing' | 'idleSince'>,
  ) => {
    const idleSince = facts.idleSince ?? clock();
    return { ...facts, epoch: randomUUID(), version: 0, most, inside: [], knocking: [], idleSince };
  };

  const load = async (code: RoomCode): Promise<Room | undefined> => {
    const stored = await store.room(code);
    if (!stored) return undefined;
    const { members, ...facts } = stored;
    const standing = new Map(members.map((member) => [member.account, member.standing]));
    const idleSince = unkept.get(code);
    return empty({ ...facts, ...(idleSince !== undefined && { idleSince }), standing });
  };

  /** As it is after something was waited for: somebody may have come or gone meanwhile, or everybody. */
  const atPresent = (room: Room): Room => rooms.get(room.code) ?? empty(room);

  /** Where nobody has been for long there is none. */
  const find = async (code: RoomCode): Promise<Room | undefined> => {
    const room = rooms.get(code) ?? (await load(code));
    if (!room || !isIdle(room)) return room;
    await forget(room);
    return undefined;
  };

  const refuse = (endpoint: Endpoint, { id }: Asked, code: ErrorCode, detail: string): void =>
    hub.refuse(endpoint, id, code, detail);

  const isProof = (proof: string, room: Room | undefined): boolean =>
    timingSafeEqual(hashed(proof), room?.proof ?? NO_PROOF) && room !== undefined;

  /** The room whose link this shows. */
  const shown = async (endpoint: Endpoint, frame: Shown): Promise<Room | undefined> => {
    const room = await find(frame.room);
    const { person } = endpoint.device;
    if (!isProof(frame.proof, room)) refuse(endpoint, frame, 'not_found', 'room: it is none, or none any more');
    else if (room?.standing.get(person.uid) === 'removed')
      refuse(endpoint, frame, 'forbidden', 'room: its host has removed you');
    else if (endpoint.phase === 'ready' && mayComeIn(endpoint.device)) return room;
    return undefined;
  };

  const isTooOften = (endpoint: Endpoint, { id }: Asked, what: 'rooms' | 'visits'): boolean => {
    const wait = options[what].take(endpoint.device.person.uid, clock());
    if (wait > 0) hub.refuse(endpoint, id, 'rate_limited', `too many ${what}`, wait);
    return wait > 0;
  };

  /** What has to be kept is on the disk before it is done; what is on the disk is done. */
  const keep = async ({ code }: Room, effects: readonly RoomEffect[]): Promise<RoomEvent | undefined> => {
    for (const effect of effects) {
      if (effect.type === 'over') await store.removeRoom(code);
      else if (effect.type === 'saved') {
        const { account, standing } = effect;
        const person = places.get(account)?.person;
        if (!person) continue;
        await store.setRoomMember(code, person.row, standing);
        return { type: 'kept', account, standing };
      }
    }
    return undefined;
  };

  /** Does what is asked of a room and answers it. */
  const act = async (endpoint: Endpoint, frame: Asked, room: Room, asked: RoomEvent): Promise<void> => {
    const [, planned] = transition(room, asked, clock());
    const event = (await keep(room, planned)) ?? asked;
    const present = atPresent(room);
    const [, effects] = transition(present, event, clock());
    const refusal = effects.find(({ type }) => type === 'refused');
    if (refusal?.type === 'refused') return refuse(endpoint, frame, refusal.code, refusal.detail);
    hub.ok(endpoint, frame.id);
    apply(present, event);
  };

  /** By its host, or whoever made it. Who is neither does not learn whether there is such a room. */
  const govern = (endpoint: Endpoint, frame: Asked, event: RoomEvent): Promise<void> =>
    inTurn(frame.room, async () => {
      const room = await find(frame.room);
      if (room) await act(endpoint, frame, room, event);
      else refuse(endpoint, frame, 'forbidden', 'room: none of yours');
    });

  /** In another room, or in this one from another page. */
  const isElsewhere = ({ uid }: Person, code: RoomCode, visit: RoomVisit): boolean => {
    const place = places.get(uid);
    const room = place && rooms.get(place.room);
    if (!room) return false;
    const there = [...room.inside, ...room.knocking].find(({ account }) => account === uid);
    return room.code !== code || there?.visit !== visit;
  };

  const leaveOther = ({ uid }: Person, code: RoomCode): void => {
    const place = places.get(uid);
    const other = place && place.room !== code ? rooms.get(place.room) : undefined;
    if (other) apply(other, { type: 'out', account: uid, loss: 'moved' });
  };

  const takeOut = (account: AccountId): void => {
    const place = places.get(account);
    const room = place && rooms.get(place.room);
    if (room) apply(room, { type: 'out', account, loss: undefined });
  };

  /** Their socket is gone, and their device is signed out: it does not come back. */
  const isSignedOut = (account: AccountId, { person, room }: Held): boolean => {
    const there = rooms.get(room)?.inside.find((other) => other.account === account);
    return there?.gone !== undefined && !person.devices.some(({ id }) => id === there.device);
  };

  hub.on('left', ({ id, device }) => {
    const place = places.get(device.person.uid);
    const room = place && rooms.get(place.room);
    if (room) apply(room, { type: 'endpoint-gone', endpoint: id });
  });

  hub.on('tick', () => {
    for (const [account, place] of [...places]) if (isSignedOut(account, place)) takeOut(account);
    for (const room of [...rooms.values()]) {
      if (isIdle(room)) forget(room).catch(onError);
      else apply(room, { type: 'tick' });
    }
  });

  return {
    handlers: {
      'room-create'(endpoint, frame) {
        if (isTooOften(endpoint, frame, 'rooms')) return;
        const { room: code, proof, about, waiting_room: waitingRoom } = frame;
        const { uid: creator, row } = endpoint.device.person;
        return inTurn(code, async () => {
          const present = await find(code);
          if (present && (present.creator !== creator || !isProof(proof, present)))
            return refuse(endpoint, frame, 'bad_request', 'room: this code is taken');
          if (!present) {
            await store.createRoom({ code, proof: hashed(proof), about, creator: row, waitingRoom, at: clock() });
          }
          hub.ok(endpoint, frame.id);
        });
      },
      'room-look'(endpoint, frame) {
        if (isTooOften(endpoint, frame, 'visits')) return;
        return inTurn(frame.room, async () => {
          const room = await shown(endpoint, frame);
          if (!room) return;
          const { about, inside, waitingRoom } = room;
          const news: RoomNews = { type: 'look', about, inside: inside.length, most, waiting_room: waitingRoom };
          hub.send(endpoint, { type: 'room', id: frame.id, news });
        });
      },
      'room-join'(endpoint, frame) {
        if (isTooOften(endpoint, frame, 'visits')) return;
        return inTurn(frame.room, async () => {
          const found = await shown(endpoint, frame);
          if (!found) return;
          const room = atPresent(found);
          const event: RoomEvent = { type: 'join', visitor: visitorOf(endpoint, frame.visit) };
          const [, [first]] = transition(room, event, clock());
          if (first?.type === 'refused') return refuse(endpoint, frame, first.code, first.detail);
          if (frame.again && isElsewhere(endpoint.device.person, frame.room, frame.visit)) {
            hub.ok(endpoint, frame.id);
            return tell(endpoint.id, { type: 'lost', room: frame.room, visit: frame.visit, loss: 'moved' });
          }
          leaveOther(endpoint.device.person, frame.room);
          hub.ok(endpoint, frame.id);
          apply(room, event);
        });
      },
      'room-leave'(endpoint, frame) {
        return inTurn(frame.room, async () => {
          const room = rooms.get(frame.room);
          if (room) apply(room, { type: 'leave', place: placeOf(endpoint) });
          hub.ok(endpoint, frame.id);
        });
      },
      'room-admit': (endpoint, frame) => {
        const { account, admit } = frame;
        return govern(endpoint, frame, { type: 'admit', by: endpoint.device.person.uid, account, admit });
      },
      'room-remove': (endpoint, frame) =>
        govern(endpoint, frame, { type: 'remove', by: endpoint.device.person.uid, account: frame.account }),
      'room-end': (endpoint, frame) => govern(endpoint, frame, { type: 'end', by: endpoint.device.person.uid }),
      'room-signal'(endpoint, { room: code, to, kind, sealed }) {
        const inside = rooms.get(code)?.inside ?? [];
        const isInside = (id: string): boolean => inside.some((there) => there.endpoint === id);
        if (!isInside(endpoint.id) || !isInside(to) || hub.endpoint(to)?.phase !== 'ready')
          return hub.refuse(endpoint, undefined, 'endpoint_gone', 'to: not an endpoint of this room, or gone');
        tell(to, { type: 'signal', room: code, from: endpoint.id, kind, sealed });
      },
    },

    leave: ({ uid }) => takeOut(uid),

    endAllOf(creator) {
      for (const room of [...rooms.values()]) if (room.creator === creator) apply(room, { type: 'end' });
    },

    count() {
      const active = [...rooms.values()].filter(({ inside }) => inside.length > 0);
      return { active: active.length, people: active.reduce((sum, { inside }) => sum + inside.length, 0) };
    },

    // A disk that is full keeps nobody out: rooms that could not be told empty are there until the next start.
    restore: () => store.emptyRooms(clock()).catch(onError),
    tidy: async () => {
      for (const code of [...unkept.keys()]) {
        const since = unkept.get(code); // it may have changed while others were kept
        if (since !== undefined) await keepIdle(code, since);
      }
      await store.forgetRooms(clock() - idleMs);
    },
  };
};
