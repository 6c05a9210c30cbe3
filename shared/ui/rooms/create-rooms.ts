import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Rooms } from '#shared/client/client.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { useUi } from '../frame/ui.ts';

export interface RoomsHere {
  /** `loading` at first, `missing` where what makes rooms could not be loaded. */
  readonly rooms: Accessor<Rooms | 'loading' | 'missing'>;
  readonly room: Accessor<Room>;
}

/** The rooms of this context and the one that it is in, for as long as the owner lives. */
export const createRooms = (): RoomsHere => {
  const { client } = useUi();
  const [rooms, setRooms] = createSignal<Rooms | 'loading' | 'missing'>('loading');
  const [room, setRoom] = createSignal<Room>({ phase: 'none' });
  let over = false;
  let leave: (() => void) | undefined;
  const take = (loaded: Rooms | undefined): void => {
    if (over) return;
    if (loaded) {
      leave = loaded.subscribe((now) => setRoom(() => now));
      setRoom(() => loaded.state());
    }
    setRooms(() => loaded ?? 'missing');
  };
  void client.rooms().then(take);
  onCleanup(() => {
    over = true;
    leave?.();
  });
  return { rooms, room };
};
