import type { RoomVisit } from '#shared/protocol/room.ts';
import type { PeerMessage } from '../call/peer.ts';
import type { RoomInside, RoomPerson } from './room.ts';
import type { RoomEffect, RoomPlace, RoomState, RoomStep } from './state.ts';

// What people inside write to each other: over their connections, to whoever is there at that moment (FEATURES M6).

/** Of more the oldest are let go of. */
export const MOST_TEXTS = 500;

/** So many of one person in so many milliseconds are heard: nobody types more, and nobody reads it. */
export const TEXTS_AT_ONCE = 30;
const AT_ONCE_MS = 10_000;

/** The number of the newest. */
export const newestOf = ({ texts }: RoomInside): number => texts.at(-1)?.number ?? 0;

const add = (
  state: RoomState,
  room: RoomInside,
  { account, login, visit }: Pick<RoomPerson, 'account' | 'login' | 'visit'>,
  text: string,
  number: number | undefined,
  at: number,
): RoomState => {
  const said = { visit, ...(number !== undefined && { number }) };
  const texts = [...room.texts, { number: newestOf(room) + 1, account, login, text, said, at }].slice(-MOST_TEXTS);
  return { ...state, room: { ...room, texts } };
};

export const say = (
  state: RoomState,
  room: RoomInside,
  typed: string,
  { account, login, now }: RoomPlace,
): RoomStep => {
  const text = typed.trim();
  if (text === '') return [state, []];
  const number = newestOf(room) + 1;
  const self = { account, login, visit: room.visit };
  return [add(state, room, self, text, number, now), [{ type: 'tell', message: { type: 'text', text, number } }]];
};

/**
 * What was said here since somebody came, for a new connection: of what went over the one before nobody knows whether it
 * has arrived. More than they hear at once is not said again.
 */
export const saidSince = ({ texts, visit }: RoomInside, newest: number, to: RoomVisit): readonly RoomEffect[] =>
  texts
    .filter(({ said, number }) => said.visit === visit && number > newest)
    .slice(-TEXTS_AT_ONCE)
    .map(({ text, number }) => ({ type: 'tell', message: { type: 'text', text, number }, to }));

type Text = Extract<PeerMessage, { type: 'text' }>;

export const hear = (state: RoomState, room: RoomInside, person: RoomPerson, heard: Text, now: number): RoomStep => {
  const { text, number } = heard;
  const { account, visit } = person;
  const isKnown = room.texts.some(({ said }) => number !== undefined && said.visit === visit && said.number === number);
  const lately = room.texts.filter((other) => other.account === account && Math.abs(now - other.at) < AT_ONCE_MS);
  return [isKnown || lately.length >= TEXTS_AT_ONCE ? state : add(state, room, person, text, number, now), []];
};
