import type { AppState } from '#shared/core/app.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import type { Ui } from '../frame/ui.ts';
import { roomPlace } from './room-place.ts';

/** In a call already, on this device: nobody is in a room, too. */
export const isInCall = ({ call }: AppState): boolean => {
  const { phase } = call;
  return phase === 'active' || phase === 'outgoing' || phase === 'other-context';
};

/** Inside, or about to be. */
export const isIn = (room: Room, link: string): boolean =>
  room.phase !== 'none' && room.phase !== 'over' && room.link === link;

/** Into a room, and to the screen of it where this place has one. Must start in a click. */
export const enter = ({ host, navigation }: Ui, room: Room, link: string): void => {
  const place = roomPlace(link);
  if (!place) return;
  if (!isIn(room, link)) host.joinRoom(link);
  if (host.kind === 'page') navigation.go(place);
};
