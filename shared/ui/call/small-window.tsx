import { createMemo, onCleanup, Show } from 'solid-js';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import { nameOf, selfOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Portal } from '../kit/portal.ts';
import { callWords } from './call-words.ts';
import { CameraControl, HangUpControl } from './controls.tsx';
import { frontOf } from './front.ts';
import { isSeen } from './is-seen.ts';
import { MicrophoneControl } from './microphone-control.tsx';
import { furnish } from './picture-in-picture.ts';
import { isSelfHidden } from './self-view.tsx';
import styles from './small-window.module.css';
import { StreamVideo } from './stream-video.tsx';

interface SmallWindowProps {
  readonly call: ActiveCall | OutgoingCall;
  readonly window: Window;
  readonly onClosed: () => void;
}

/** A browser that finds the page busy takes its window away without a word. */
const LOOK_MS = 1_000;

/** What is in front of the call, and its most needed buttons, over whatever else is on the screen. It is heard in its page. */
export const SmallWindow = (props: SmallWindowProps) => {
  const { client, state, words } = useUi();
  const name = () => nameOf(state(), props.call.person);
  const share = createMemo(() => {
    const { call } = props;
    return call.phase === 'active' ? call.remoteShares.find(({ stream }) => stream === frontOf(call)) : undefined;
  });
  /** By its stream, so that an element shows one and the same. */
  const shown = createMemo(
    () =>
      share()?.stream ?? (props.call.phase === 'active' && isSeen(props.call) ? props.call.remoteStream : undefined),
  );
  const self = createMemo(() =>
    props.call.camera.state === 'on' && !isSelfHidden() ? props.call.localStream : undefined,
  );
  const { window: opened } = props;
  furnish(opened, words().call.inCall(name()));
  const onClosed = () => props.onClosed();
  opened.addEventListener('pagehide', onClosed);
  const looking = setInterval(() => {
    if (opened.closed) onClosed();
  }, LOOK_MS);
  onCleanup(() => {
    clearInterval(looking);
    opened.removeEventListener('pagehide', onClosed);
    opened.close();
  });
  return (
    <Portal mount={opened.document.body}>
      <main class={styles.window} aria-label={words().call.inCall(name())}>
        <div class={styles.seen}>
          <Show
            when={shown()}
            keyed
            fallback={
              <div class={styles.unseen}>
                <Avatar name={name()} size="huge" />
              </div>
            }
          >
            {(stream) => (
              <StreamVideo
                stream={stream}
                participant={props.call.person}
                kind={share()?.kind ?? 'camera'}
                class={styles.picture}
                label={name()}
              />
            )}
          </Show>
          <Show when={self()} keyed>
            {(stream) => (
              <StreamVideo
                stream={stream}
                participant={selfOf(state()) ?? ''}
                kind="camera"
                mirrored
                class={styles.self}
                label={words().chat.you}
              />
            )}
          </Show>
        </div>
        <p class={styles.line}>
          <span class={styles.name}>{name()}</span>
          <span role="status">{callWords(props.call, name(), words())}</span>
        </p>
        <div class={styles.controls}>
          <MicrophoneControl microphone={props.call.microphone} onSet={client.call.setMicrophone} />
          <CameraControl camera={props.call.camera} onSet={client.call.setCamera} />
          <HangUpControl />
        </div>
      </main>
    </Portal>
  );
};
