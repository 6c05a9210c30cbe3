import type { RoomInside, RoomPerson } from './room.ts';
import type { RoomPlace, RoomState, RoomStep } from './state.ts';

// What people inside write to each other: over their connections, to whoever is there at that moment (FEATURES M6).

/** Of more the oldest are let go of. */
export const MOST_TEXTS = 500;

/** So many of one person in so many milliseconds are heard: nobody types more, and nobody reads it. */
export const TEXTS_AT_ONCE = 30;
const AT_ONCE_MS = 10_000;

const add = (
  state: RoomState,
  room: RoomInside,
  { account, login }: Pick<RoomPerson, 'account' | 'login'>,
  text: string,
  at: number,
): RoomState => {
  const number = (room.texts.at(-1)?.number ?? 0) + 1;
  const texts = [...room.texts, { number, account, login, text, at }].slice(-MOST_TEXTS);
  return { ...state, room: { ...room, texts } };
};

export const say = (state: RoomState, room: RoomInside, text: string, place: RoomPlace): RoomStep => {
  const said = text.trim();
  if (said === '') return [state, []];
  return [add(state, room, place, said, place.now), [{ type: 'tell', message: { type: 'text', text: said } }]];
};

export const hear = (state: RoomState, room: RoomInside, person: RoomPerson, text: string, now: number): RoomStep => {
  const lately = room.texts.filter(({ account, at }) => account === person.account && Math.abs(now - at) < AT_ONCE_MS);
  return [lately.length < TEXTS_AT_ONCE ? add(state, room, person, text, now) : state, []];
};
