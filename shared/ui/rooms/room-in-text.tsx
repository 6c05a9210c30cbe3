import { createMemo, Show } from 'solid-js';
import { linkify } from '../chat/linkify.ts';
import { useUi } from '../frame/ui.ts';
import { RoomCard } from './room-card.tsx';
import { isOwnRoom } from './room-place.ts';

/** The card of the first room of one's own relay that a text links to, where it does. */
export const RoomInText = (props: { readonly text: string }) => {
  const { state } = useUi();
  const link = createMemo(() => linkify(props.text).find(({ text }) => isOwnRoom(text, state()))?.text);
  return (
    <Show when={link()} keyed>
      {(found) => <RoomCard link={found} />}
    </Show>
  );
};
