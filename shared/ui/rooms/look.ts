import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { RoomView } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { loadRooms } from './create-rooms.ts';

export type Look =
  | { readonly state: 'looking' }
  | { readonly state: 'seen'; readonly view: RoomView }
  | { readonly state: 'unseen'; readonly reason: Reason };

/** What the room of a link is: asked for once the relay is there, while `wanted`, and whenever `again` is called. */
export const createLook = (
  link: Accessor<string>,
  wanted: Accessor<boolean>,
): { readonly look: Accessor<Look>; readonly again: () => Promise<void> } => {
  const { client, state } = useUi();
  const [look, setLook] = createSignal<Look>({ state: 'looking' });
  let over = false;
  onCleanup(() => {
    over = true;
  });
  const again = async (): Promise<void> => {
    const asked = link();
    if (look().state !== 'seen') setLook({ state: 'looking' });
    const rooms = await loadRooms(client);
    // Whoever has joined meanwhile looks at it no more.
    if (over) return;
    const outcome = await rooms?.look(asked);
    if (over || asked !== link()) return;
    if (outcome?.ok) setLook({ state: 'seen', view: outcome.value });
    else setLook({ state: 'unseen', reason: outcome?.reason ?? 'offline' });
  };
  /** Of the present link to the relay, so that one that has come back is asked anew. */
  const reach = () => {
    const { state: now } = state().link;
    return now === 'online' || now === 'idle' || now === 'connecting' ? now : 'offline';
  };
  createEffect(
    on([link, wanted, reach], ([, isWanted, reached]) => {
      if (!isWanted) return;
      const known = look();
      const isOld = known.state === 'unseen' && known.reason !== 'offline';
      if (reached === 'online' && !isOld && known.state !== 'seen') void again();
      if (reached === 'offline' && known.state === 'looking') setLook({ state: 'unseen', reason: 'offline' });
    }),
  );
  return { look, again };
};
