import type { Rooms, RoomView } from '#shared/client/client.ts';
import type { StreamId } from '#shared/core/call/call.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { type Act, createShownState } from './shown-state.ts';

export interface FakeRooms extends Rooms {
  /** Puts it into a state; listeners hear of it at once. */
  become(room: Room): void;
  readonly acts: readonly Act[];
}

interface RoomsWorld {
  readonly link?: string;
  /** What comes of looking; asked each time. */
  readonly look?: (link: string) => Outcome<RoomView> | Promise<Outcome<RoomView>>;
  readonly create?: () => Outcome<string>;
  readonly streams?: ReadonlyMap<StreamId, MediaStream>;
}

/** Rooms without a relay: shows whatever state it is given and writes down what it is asked to do. */
export const createFakeRooms = (initial: Room = { phase: 'none' }, world: RoomsWorld = {}): FakeRooms => {
  const { acts, become, state, subscribe, noted, agreed } = createShownState(initial);
  return {
    acts,
    become,
    state,
    subscribe,
    create: async (options) => {
      acts.push(['create', options]);
      return world.create?.() ?? { ok: true, value: world.link ?? '' };
    },
    look: async (link) => {
      acts.push(['look', link]);
      return world.look?.(link) ?? failed('not_found');
    },
    join: noted('join'),
    leave: noted('leave'),
    dismiss: noted('dismiss'),
    admit: agreed('admit'),
    remove: agreed('remove'),
    end: agreed('end'),
    setMicrophone: noted('setMicrophone'),
    setCamera: noted('setCamera'),
    say: noted('say'),
    setDeafened: noted('setDeafened'),
    shareScreen: noted('shareScreen'),
    stopSharing: noted('stopSharing'),
    stream: (id) => world.streams?.get(id),
    voice: () => undefined,
  };
};
