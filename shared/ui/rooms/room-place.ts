import type { AppState } from '#shared/core/app.ts';
import { parseRoomLink, roomLink } from '#shared/core/rooms/link.ts';
import type { Place } from '../frame/place.ts';

export type RoomPlace = Extract<Place, { readonly at: 'room' }>;

/** Where the room of a link is shown; `undefined` for what is no such link. */
export const roomPlace = (link: string): RoomPlace | undefined => {
  const parsed = parseRoomLink(link);
  return parsed && { at: 'room', code: parsed.code, secret: parsed.secret };
};

/** The relay one is signed in at. */
const relayOf = ({ session }: AppState): string | undefined =>
  session.state === 'signed-in' ? session.relay : undefined;

/** The link that leads to a place, at one's own relay. */
export const linkTo = (place: RoomPlace, state: AppState): string =>
  roomLink({ relay: relayOf(state) ?? '', code: place.code, secret: place.secret });

/** Whether a link leads to a room of one's own relay. */
export const isOwnRoom = (link: string, state: AppState): boolean => {
  const relay = parseRoomLink(link)?.relay;
  return relay !== undefined && relay === relayOf(state);
};
