import type { Rooms } from '#shared/client/client.ts';
import type { RoomInside } from '#shared/core/rooms/room.ts';

/** What the parts of a room's screen are given. */
export interface RoomPartProps {
  readonly rooms: Rooms;
  readonly room: RoomInside;
}
