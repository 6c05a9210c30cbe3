import type { Client, Rooms } from '#shared/client/client.ts';
import type { Room } from '#shared/core/rooms/room.ts';

/** The room of this window. Until something here asks for rooms, none is loaded. */
export interface RoomHere {
  /** The same client, whose rooms are watched. */
  readonly client: Client;
  state(): Room;
  subscribe(listener: () => void): void;
  leave(): void;
}

export const roomHere = (client: Client): RoomHere => {
  const listeners = new Set<() => void>();
  let rooms: Rooms | undefined;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    client: {
      ...client,
      rooms: async () => {
        const loaded = await client.rooms();
        if (loaded && !rooms) {
          rooms = loaded;
          rooms.subscribe(tell);
        }
        return loaded;
      },
    },
    state: () => rooms?.state() ?? { phase: 'none' },
    subscribe: (listener) => void listeners.add(listener),
    leave: () => rooms?.leave(),
  };
};
