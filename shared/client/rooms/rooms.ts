import type { AppState } from '#shared/core/app.ts';
import { assertNever } from '#shared/core/assert-never.ts';
import { done, failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import { parseRoomLink, type RoomLink, roomLink } from '#shared/core/rooms/link.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { noRoom, type RoomEffect, type RoomEvent, type RoomPlace, type RoomState } from '#shared/core/rooms/state.ts';
import { isEntered, room as machine } from '#shared/core/rooms/transition.ts';
import {
  ROOM_NAME_MAX,
  type RoomCode,
  type RoomFacts,
  type RoomNews,
  type RoomVisit,
  roomFacts,
  roomNews,
} from '#shared/protocol/room.ts';
import type { Ports, StoredSession } from '../ports.ts';
import type { Line, Request } from '../relay/line.ts';
import { parseJson } from '../relay/parse.ts';
import { newRoomCode, newRoomSecret, type RoomKeys, roomKeysOf } from '../seal/room-keys.ts';
import type { Rooms, RoomView } from './port.ts';
import { createRoomMedia } from './room-media.ts';
import { createRoomSignals, type RoomSignals } from './room-signals.ts';

/** Before a relay that did not let one back in for the moment is asked again. */
const AGAIN_MS = 5_000;

/** What the context has besides rooms. */
export interface RoomSurroundings {
  state(): AppState;
  /** Called after each change of state. Returns what ends it. */
  subscribe(listener: (state: AppState) => void): () => void;
}

export interface RoomsOptions {
  readonly ports: Ports;
  readonly line: Line;
  readonly session: () => StoredSession | undefined;
  readonly around: RoomSurroundings;
}

/** Rooms, and how the context hands over to them what only they understand. */
export interface RoomDesk extends Rooms {
  /** What a `room` frame has brought. */
  hear(news: unknown): void;
  /** Whether somebody looks at this context. */
  seen(visible: boolean): void;
  close(): void;
}

/** What a room's link opens of what the relay keeps. */
const nameIn = async (keys: RoomKeys, about: string): Promise<Outcome<string>> => {
  const opened = await keys.openAbout(about);
  if (!opened.ok) return opened;
  const facts = parseJson(roomFacts, opened.value);
  return facts ? { ok: true, value: facts.name } : failed('unsealable');
};

/** A room that one is about to enter, or inside of. */
interface Entered {
  readonly code: RoomCode;
  readonly keys: Promise<RoomKeys>;
  signals?: RoomSignals;
}

const isInCall = ({ call }: AppState): boolean =>
  call.phase === 'active' ||
  call.phase === 'outgoing' ||
  (call.phase === 'incoming' && call.answering !== undefined) ||
  (call.phase === 'other-context' && call.answeredAt !== undefined);

export const createRooms = ({ ports, line, session, around }: RoomsOptions): RoomDesk => {
  const { clock } = ports;
  const listeners = new Set<(room: Room) => void>();
  const events: RoomEvent[] = [];
  let state: RoomState = noRoom;
  let entered: Entered | undefined;
  let busy = false;
  let cancelTimer = (): void => {};
  let cancelAgain = (): void => {};

  const placeNow = (): RoomPlace => {
    const { uid: account = '', login = '' } = session()?.account ?? {};
    return { account, login, now: clock.now() };
  };

  /** At once, also the effects: a share must be asked for within the click. What happens meanwhile waits its turn. */
  const dispatch = (happened: RoomEvent): void => {
    events.push(happened);
    if (busy) return;
    busy = true;
    const before = state.room;
    try {
      for (let event = events.shift(); event; event = events.shift()) {
        const [next, effects] = machine(state, event, placeNow());
        state = next;
        for (const effect of effects) run(effect);
      }
    } finally {
      busy = false;
    }
    if (state.room !== before) for (const listener of [...listeners]) listener(state.room);
  };

  const newVisit = (): RoomVisit => ports.chance.uuid().replaceAll('-', '');

  const media = createRoomMedia({ ports, line, dispatch });

  const ask = async (request: Request): Promise<Outcome> => {
    const answer = await line.request(request);
    return answer.ok ? done : answer;
  };

  /** By the link, or back in by the next socket. */
  const knock = async (again: boolean): Promise<void> => {
    const joining = entered;
    if (!joining) return;
    const { visit } = state;
    const keys = await joining.keys;
    const isStale = (): boolean => entered !== joining || state.visit !== visit;
    if (isStale()) return;
    joining.signals ??= createRoomSignals({ clock, line, code: joining.code, keys, self: visit });
    const { proof } = keys;
    const answer = await line.request({
      type: 'room-join',
      room: joining.code,
      proof,
      visit,
      ...(again && { again }),
    });
    if (isStale()) return;
    dispatch({ type: 'join-answered', ...(!answer.ok && { refusal: answer.reason }) });
    // While there is no socket, the next one asks.
    if (answer.ok || answer.reason === 'offline' || !isEntered(state.room)) return;
    cancelAgain();
    cancelAgain = clock.after(AGAIN_MS, () => void knock(again));
  };

  const run = (effect: RoomEffect): void => {
    switch (effect.type) {
      case 'join':
        return void knock(effect.again);
      case 'leave':
        if (entered) void line.request({ type: 'room-leave', room: entered.code });
        cancelAgain();
        return;
      case 'connect':
        if (entered?.signals) media.connect(entered.signals, state.visit, effect.person, effect.again);
        return;
      case 'address':
        return media.address(effect.person);
      case 'disconnect':
        return media.disconnect(effect.visit);
      case 'tell':
        return media.tell(effect.message, effect.to);
      case 'revive':
        return media.revive();
      case 'capture':
        return media.capture(effect.device);
      case 'capture-end':
        return media.endCapture(effect.device);
      case 'captures-look':
        return media.lookAtCaptures();
      case 'share':
        return media.share();
      case 'share-end':
        return media.endShare(effect.stream);
      case 'share-request-end':
        return media.endShareRequest();
      case 'media-end':
        return media.end();
      case 'timer':
        cancelTimer();
        cancelTimer = clock.after(effect.ms, () => dispatch({ type: 'timer' }));
        return;
      default:
        assertNever(effect);
    }
  };

  /** The link may have been pressed before the relay could be asked what the room is. */
  const nameBy = (about: string): void => {
    const joined = entered;
    if (!joined || !isEntered(state.room) || state.room.name !== '') return;
    void joined.keys
      .then((keys) => nameIn(keys, about))
      .then((name) => {
        if (name.ok && entered === joined) dispatch({ type: 'named', name: name.value });
      });
  };

  const hearNews = (news: RoomNews): void => {
    switch (news.type) {
      case 'signal':
        if (news.room === entered?.code) entered.signals?.hear(news);
        return;
      case 'look':
        return;
      case 'record':
        dispatch({ type: 'news', news });
        return nameBy(news.record.about);
      case 'knocking':
      case 'lost':
        return dispatch({ type: 'news', news });
      default:
        assertNever(news);
    }
  };

  let isOnline = around.state().link.state === 'online';
  const unfollow = around.subscribe((app) => {
    const online = app.link.state === 'online';
    if (online !== isOnline) {
      isOnline = online;
      dispatch({ type: online ? 'link-up' : 'link-down' });
    }
    if (isInCall(app)) dispatch({ type: 'call-taken' });
    if (app.session.state === 'signed-out') dispatch({ type: 'signed-out' });
  });

  /** `bad_request` where it is no link of a room at one's own relay. */
  const readLink = (link: string): Outcome<RoomLink> => {
    const parsed = parseRoomLink(link);
    return parsed && parsed.relay === session()?.relay ? { ok: true, value: parsed } : failed('bad_request');
  };

  const look = async (link: string): Promise<Outcome<RoomView>> => {
    const parsed = readLink(link);
    if (!parsed.ok) return parsed;
    const { code, secret } = parsed.value;
    const keys = await roomKeysOf(secret);
    const answer = await line.request({ type: 'room-look', room: code, proof: keys.proof });
    if (!answer.ok) return answer;
    const news = roomNews.safeParse('news' in answer.value ? answer.value.news : undefined);
    if (!news.success || news.data.type !== 'look') return failed('internal');
    const { about, inside, most, waiting_room: waitingRoom } = news.data;
    const name = await nameIn(keys, about);
    return name.ok ? { ok: true, value: { name: name.value, inside, most, waitingRoom } } : name;
  };

  const obstacle = (): Reason | undefined => {
    if (ports.callsUnsupported) return 'calls_unsupported';
    return isInCall(around.state()) ? 'already_in_call' : undefined;
  };

  const join = (link: string): void => {
    const { room } = state;
    if (isEntered(room)) {
      if (room.link === link) return;
      dispatch({ type: 'leave-asked' });
    }
    const read = readLink(link);
    const refusal = read.ok ? obstacle() : read.reason;
    entered =
      read.ok && refusal === undefined ? { code: read.value.code, keys: roomKeysOf(read.value.secret) } : undefined;
    media.prepare();
    const code = read.ok ? read.value.code : '';
    dispatch({ type: 'join-asked', code, link, visit: newVisit(), ...(refusal !== undefined && { refusal }) });
    const joining = entered;
    if (!joining) return;
    void look(link).then((seen) => {
      if (seen.ok && entered === joining) dispatch({ type: 'named', name: seen.value.name });
    });
  };

  /** An act upon the room that one is inside of. */
  const act = (request: (room: RoomCode) => Request): Promise<Outcome> =>
    entered ? ask(request(entered.code)) : Promise.resolve(failed('not_found'));

  return {
    state: () => state.room,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    create: async ({ name, waitingRoom }) => {
      const relay = session()?.relay;
      if (relay === undefined) return failed('unauthorized');
      const made: RoomLink = { relay, code: newRoomCode(), secret: newRoomSecret() };
      const keys = await roomKeysOf(made.secret);
      const facts: RoomFacts = { name: name.slice(0, ROOM_NAME_MAX) };
      const about = await keys.sealAbout(JSON.stringify(facts));
      const { code: room } = made;
      const { proof } = keys;
      const answer = await ask({ type: 'room-create', room, proof, about, waiting_room: waitingRoom });
      return answer.ok ? { ok: true, value: roomLink(made) } : answer;
    },
    look,
    join,
    leave: () => dispatch({ type: 'leave-asked' }),
    dismiss: () => dispatch({ type: 'dismissed' }),
    admit: (account, admit) => act((room) => ({ type: 'room-admit', room, account, admit })),
    remove: (account) => act((room) => ({ type: 'room-remove', room, account })),
    end: () => act((room) => ({ type: 'room-end', room })),
    say: (text) => dispatch({ type: 'text-said', text }),
    setMicrophone: (on) => dispatch({ type: 'device-set', device: 'microphone', on }),
    setCamera: (on) => dispatch({ type: 'device-set', device: 'camera', on }),
    setDeafened: (deafened) => dispatch({ type: 'deafened-set', deafened }),
    shareScreen: () => dispatch({ type: 'share-asked' }),
    stopSharing: (stream) => dispatch({ type: 'share-stop-asked', ...(stream !== undefined && { stream }) }),
    stream: media.stream,
    voice: media.voice,
    hear: (frame) => {
      const news = roomNews.safeParse(frame);
      if (news.success) hearNews(news.data);
    },
    seen: (visible) => dispatch({ type: visible ? 'page-shown' : 'page-hidden' }),
    close: () => {
      dispatch({ type: 'signed-out' });
      unfollow();
      listeners.clear();
    },
  };
};
