import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { Client, Rooms } from '#shared/client/client.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { useUi } from '../frame/ui.ts';

// One for the page, as its client is: what one part of the interface could load at last is there for the others, too.
const [found, setFound] = createSignal<Rooms | 'loading' | 'missing'>('loading');

/** `undefined` where what makes rooms could not be loaded; asked again it is tried again. */
export const loadRooms = async (client: Client): Promise<Rooms | undefined> => {
  const loaded = await client.rooms();
  setFound((before) => loaded ?? (typeof before === 'object' ? before : 'missing'));
  return loaded;
};

export interface RoomsHere {
  /** `loading` at first, `missing` where what makes rooms could not be loaded. */
  readonly rooms: Accessor<Rooms | 'loading' | 'missing'>;
  readonly room: Accessor<Room>;
}

/** The rooms of this context and the one that it is in, for as long as the owner lives. */
export const createRooms = (): RoomsHere => {
  const { client } = useUi();
  const [room, setRoom] = createSignal<Room>({ phase: 'none' });
  void loadRooms(client);
  createEffect(
    on(found, (rooms) => {
      if (typeof rooms === 'string') return;
      setRoom(() => rooms.state());
      onCleanup(rooms.subscribe((now) => setRoom(() => now)));
    }),
  );
  return { rooms: found, room };
};
