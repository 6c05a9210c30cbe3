import { createEffect, createMemo, on, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { createRooms } from './create-rooms.ts';
import { Entrance } from './entrance.tsx';
import { linkTo } from './room-place.ts';
import { RoomScreen } from './room-screen.tsx';

interface RoomLayerProps {
  /** Leaves the room running and shows what is behind it. */
  readonly onHide?: (() => void) | undefined;
  readonly onClose: () => void;
  /** Something else covers it. */
  readonly covered?: boolean;
}

/** A room from its entrance to the last word, at its place; elsewhere it is heard on. */
export const RoomLayer = (props: RoomLayerProps) => {
  const { navigation, state } = useUi();
  const { rooms, room } = createRooms();
  const place = createMemo(() => {
    const now = navigation.place();
    return now.at === 'room' && !props.covered ? now : undefined;
  });
  const loaded = () => {
    const now = rooms();
    return typeof now === 'object' ? now : undefined;
  };
  const current = createMemo(() => {
    const now = room();
    return now.phase === 'none' ? undefined : now;
  });
  const isHere = () => current() !== undefined && current()?.code === place()?.code;
  // Whoever has gone on from what is over has read how it ended.
  createEffect(
    on(
      () => navigation.place().at,
      (at, before) => {
        if (before === 'room' && at !== 'room' && room().phase === 'over') loaded()?.dismiss();
      },
    ),
  );
  return (
    <>
      <Show when={loaded() && current()}>
        {(now) => (
          <div hidden={!isHere()}>
            <RoomScreen
              rooms={loaded() as NonNullable<ReturnType<typeof loaded>>}
              room={now()}
              shown={isHere()}
              onHide={props.onHide}
              onClose={props.onClose}
            />
          </div>
        )}
      </Show>
      <Show when={rooms() !== 'loading' && !isHere() && place()} keyed>
        {(here) => <Entrance link={linkTo(here, state())} room={room()} onBack={props.onHide} />}
      </Show>
    </>
  );
};
