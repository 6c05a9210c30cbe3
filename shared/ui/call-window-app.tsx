import { createMemo, createSignal, Show } from 'solid-js';
import { CallScreen } from './call/call-screen.tsx';
import styles from './call-window-app.module.css';
import { type EntryProps, Frame } from './frame/frame.tsx';
import { Notices } from './frame/notices.tsx';
import { useUi } from './frame/ui.ts';
import { lazily } from './kit/lazily.ts';
import { Logo } from './kit/logo.tsx';
import { createRooms } from './rooms/create-rooms.ts';

const RingDialog = lazily(() => import('./call/ring-dialog.tsx'), 'RingDialog');
const RoomLayer = lazily(() => import('./rooms/room-layer.tsx'), 'RoomLayer');

const Root = () => {
  const { host, navigation, state, words } = useUi();
  const [closedRing, setClosedRing] = createSignal<string>();
  const call = createMemo(() => state().call);
  const atRoom = createMemo(() => navigation.place().at === 'room' && state().session.state === 'signed-in');
  const room = createMemo(() => (atRoom() ? createRooms().room : undefined));
  /** In a room, or about to be. */
  const inRoom = createMemo(() => !['none', 'over'].includes(room()?.().phase ?? 'none'));
  /** In a room, a call of this window alone comes before it: what rings is told over it, and what only rang is nothing. */
  const shown = createMemo(() => {
    const { phase } = call();
    return inRoom() ? phase === 'outgoing' || phase === 'active' : phase !== 'none';
  });
  const ring = createMemo(() => {
    const current = call();
    if (!inRoom() || current.phase !== 'incoming' || current.silent) return undefined;
    return closedRing() === current.call ? undefined : current;
  });
  const write = () => {
    const current = call();
    if (current.phase !== 'none') host.openConversation?.(current.person);
  };
  return (
    <>
      <Show when={shown()}>
        <main>
          {/* At a room's place there is still the room, until nothing is left of it either. */}
          <CallScreen onWrite={write} onClose={() => atRoom() || window.close()} />
        </main>
      </Show>
      <Show when={atRoom()}>
        {/* Hidden, not gone: the others must still be heard. */}
        <RoomLayer covered={shown()} onClose={() => window.close()} />
      </Show>
      <Show when={!shown() && !atRoom()}>
        <main class={styles.none} data-theme="dark">
          <Logo size={56} />
          <p>{words().call.none}</p>
        </main>
      </Show>
      <Show when={ring()}>
        {(incoming) => <RingDialog call={incoming()} onClose={() => setClosedRing(incoming().call)} />}
      </Show>
      <Notices />
    </>
  );
};

/** The call screen alone, in a window of its own. */
export const CallWindowApp = (props: EntryProps) => (
  <Frame client={props.client} host={props.host} allWords>
    <Root />
  </Frame>
);
