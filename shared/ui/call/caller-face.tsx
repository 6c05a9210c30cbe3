import { Show } from 'solid-js';
import type { IncomingCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import styles from './call.module.css';
import { StreamVideo } from './stream-video.tsx';

/** Who calls: their picture where both want that before the answer, and never their sound. */
export const CallerFace = (props: { readonly call: IncomingCall }) => {
  const { state } = useUi();
  const name = () => nameOf(state(), props.call.person);
  const seen = () => {
    const { warm } = props.call;
    return state().privacy.seesEarly && warm?.devices?.camera === 'on' ? warm.remoteStream : undefined;
  };
  return (
    <Show
      when={seen()}
      fallback={
        <div class={styles.pulse}>
          <Avatar name={name()} size="huge" />
        </div>
      }
    >
      {(stream) => (
        <StreamVideo
          stream={stream()}
          participant={props.call.person}
          kind="camera"
          class={styles.caller}
          label={name()}
        />
      )}
    </Show>
  );
};
