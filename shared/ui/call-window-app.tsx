import { createMemo, Show } from 'solid-js';
import { CallScreen } from './call/call-screen.tsx';
import styles from './call-window-app.module.css';
import { type EntryProps, Frame } from './frame/frame.tsx';
import { Notices } from './frame/notices.tsx';
import { useUi } from './frame/ui.ts';
import { lazily } from './kit/lazily.ts';
import { Logo } from './kit/logo.tsx';

const RoomLayer = lazily(() => import('./rooms/room-layer.tsx'), 'RoomLayer');

const Root = () => {
  const { host, navigation, state, words } = useUi();
  const phase = createMemo(() => state().call.phase);
  const atRoom = createMemo(() => navigation.place().at === 'room');
  const write = () => {
    const { call } = state();
    if (call.phase !== 'none') host.openConversation?.(call.person);
  };
  return (
    <>
      <Show
        when={phase() !== 'none'}
        fallback={
          <Show
            when={atRoom() && state().session.state === 'signed-in'}
            fallback={
              <main class={styles.none} data-theme="dark">
                <Logo size={56} />
                <p>{words().call.none}</p>
              </main>
            }
          >
            <RoomLayer onClose={() => window.close()} />
          </Show>
        }
      >
        <main>
          <CallScreen onWrite={write} onClose={() => window.close()} />
        </main>
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
