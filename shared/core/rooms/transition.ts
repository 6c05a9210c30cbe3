import type { RoomNews } from '#shared/protocol/room.ts';
import { assertNever } from '../assert-never.ts';
import type { Reason } from '../reason.ts';
import { endOfShares, ownSide } from './own-side.ts';
import { onPatienceOver, onPeer, onRecord } from './people.ts';
import type { Room, RoomEnding, RoomInside } from './room.ts';
import { noRoom, type RoomEvent, type RoomPlace, type RoomState, type RoomStep } from './state.ts';
import { say } from './texts.ts';

type Entered = Extract<Room, { phase: 'joining' | 'knocking' | 'inside' }>;
type News = Extract<RoomNews, { type: 'record' | 'knocking' | 'lost' }>;

/** So long a relay that cannot be reached is waited for, as before a call (call-flow.md R31). */
const JOIN_MS = 10_000;

/** About to be inside of a room, or there. */
export const isEntered = (room: Room): room is Entered =>
  room.phase === 'joining' || room.phase === 'knocking' || room.phase === 'inside';

const end = (state: RoomState, { code, link, name, ...entered }: Entered, ending: RoomEnding): RoomStep => {
  const over: RoomState = { ...noRoom, room: { phase: 'over', code, link, name, ending } };
  return [
    over,
    [
      ...(state.room.phase === 'inside'
        ? [...endOfShares(state.room), { type: 'tell', message: { type: 'hang-up' } } as const]
        : []),
      // A loss is what the relay has said itself.
      ...(ending.kind === 'lost' ? [] : [{ type: 'leave' } as const]),
      ...(entered.phase === 'inside' ? [{ type: 'media-end' } as const] : []),
    ],
  ];
};

/** Refusals that are the end of it. Any other is about this moment: one joins again with the next socket, or is not inside yet. */
const lossBy = (refusal: Reason, { phase }: Entered): RoomEnding | undefined => {
  // A context that has just been opened is not connected yet.
  if (phase === 'joining') return refusal === 'offline' ? undefined : { kind: 'failed', reason: refusal };
  if (refusal === 'not_found') return { kind: 'lost', loss: 'ended' };
  if (refusal === 'forbidden') return { kind: 'lost', loss: 'removed' };
  return refusal === 'room_full' ? { kind: 'failed', reason: refusal } : undefined;
};

/** Nothing is captured before one is inside. */
const enter = ({ code, link, name }: Entered, visit: string): RoomInside => ({
  phase: 'inside',
  code,
  link,
  name,
  visit,
  host: '',
  isHost: false,
  isCreator: false,
  waitingRoom: false,
  most: 0,
  people: [],
  knocking: [],
  texts: [],
  microphone: { state: 'starting' },
  camera: { state: 'off' },
  shareRequest: { state: 'none' },
  shares: [],
  deafened: false,
});

const onNews = (state: RoomState, room: Entered, news: News, place: RoomPlace): RoomStep => {
  switch (news.type) {
    case 'knocking': {
      const isHeard = room.phase === 'joining' || (room.phase === 'knocking' && room.cutOff);
      if (!isHeard || news.room !== room.code) return [state, []];
      const { code, link, name } = room;
      return [{ ...state, room: { phase: 'knocking', code, link, name } }, []];
    }
    case 'lost':
      return news.room === room.code && news.visit === state.visit
        ? end(state, room, { kind: 'lost', loss: news.loss })
        : [state, []];
    case 'record': {
      const { record } = news;
      const isOld = record.epoch === state.epoch && record.version <= state.version;
      // Whoever is told of it is inside: one that does not name this stay is of a former one.
      const isMine = record.inside.some(({ visit }) => visit === state.visit);
      if (record.room !== room.code || isOld || !isMine) return [state, []];
      if (room.phase === 'inside') return onRecord(state, room, record, place);
      const [next, effects] = onRecord(state, enter(room, state.visit), record, place);
      return [next, [{ type: 'capture', device: 'microphone' }, ...effects]];
    }
    default:
      return assertNever(news);
  }
};

const onRoomEvent = (state: RoomState, room: Entered, event: RoomEvent, place: RoomPlace): RoomStep => {
  switch (event.type) {
    case 'join-asked':
    case 'dismissed':
      return [state, []];
    case 'join-answered': {
      const ending = event.refusal && lossBy(event.refusal, room);
      return ending ? end(state, room, ending) : [state, []];
    }
    case 'leave-asked':
      return end(state, room, { kind: 'left' });
    case 'call-taken':
      return end(state, room, { kind: 'call' });
    case 'signed-out': {
      const [, effects] = end(state, room, { kind: 'left' });
      return [noRoom, effects];
    }
    case 'named':
      return [{ ...state, room: { ...room, name: event.name } }, []];
    case 'news':
      return onNews(state, room, event.news, place);
    case 'link-up':
      return [
        state,
        [
          { type: 'join', again: room.phase !== 'joining' },
          ...(room.phase === 'inside' ? [{ type: 'revive' } as const] : []),
        ],
      ];
    case 'link-down':
      return room.phase === 'joining' ? [state, []] : [{ ...state, room: { ...room, cutOff: true } }, []];
    case 'timer':
      if (room.phase === 'inside') return onPatienceOver(state, room, place.now);
      return room.phase === 'joining' && place.now >= state.patience
        ? end(state, room, { kind: 'failed', reason: 'offline' })
        : [state, []];
    case 'peer':
      return room.phase === 'inside' ? onPeer(state, room, event, place.now) : [state, []];
    case 'text-said':
      return room.phase === 'inside' ? say(state, room, event.text, place) : [state, []];
    default:
      return ownSide(state, event);
  }
};

/**
 * The room of this context. Pure and total: what comes too late, or makes no sense now, gives back the very same state
 * and nothing to do.
 */
export const room = (state: RoomState, event: RoomEvent, place: RoomPlace): RoomStep => {
  if (isEntered(state.room)) return onRoomEvent(state, state.room, event, place);
  if (event.type === 'join-asked') {
    const { code, link, visit, refusal } = event;
    const known = { code, link, name: '' };
    if (refusal !== undefined) {
      return [{ ...noRoom, room: { phase: 'over', ...known, ending: { kind: 'failed', reason: refusal } } }, []];
    }
    const joining = { ...noRoom, visit, patience: place.now + JOIN_MS, room: { phase: 'joining', ...known } } as const;
    return [
      joining,
      [
        { type: 'timer', ms: JOIN_MS },
        { type: 'join', again: false },
      ],
    ];
  }
  const isOver = event.type === 'dismissed' || event.type === 'signed-out';
  return isOver && state.room.phase === 'over' ? [noRoom, []] : [state, []];
};
