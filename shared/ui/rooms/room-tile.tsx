import { type JSX, Show } from 'solid-js';
import type { StreamId } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createSpeaking } from '../call/speaking.ts';
import { StreamVideo } from '../call/stream-video.tsx';
import { useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { MicrophoneOffIcon } from '../kit/more-icons.ts';
import styles from './room-stage.module.css';

interface RoomTileProps {
  readonly account: AccountId;
  /** What stands on it, and what their initials are taken from. */
  readonly name: string;
  readonly login: string;
  /** What is to be seen; initials where there is nothing. */
  readonly picture: StreamId | undefined;
  readonly from: (stream: StreamId) => MediaStream | undefined;
  readonly mirrored?: boolean;
  readonly muted: boolean;
  /** How loud they are now, 0 to 1. */
  readonly voice: () => number | undefined;
  /** What is wrong with the way to them. */
  readonly chip?: string | undefined;
  /** Their sound. */
  readonly children?: JSX.Element;
}

/** Somebody in the room: their camera or their initials, and whether they speak. */
export const RoomTile = (props: RoomTileProps) => {
  const { words } = useUi();
  let tile!: HTMLLIElement;
  const speaking = createSpeaking(
    () => (props.muted ? undefined : props.voice()),
    () => tile,
  );
  return (
    <li ref={tile} class={styles.tile} data-speaking={speaking() ? '' : undefined}>
      {props.children}
      <Show
        when={props.picture}
        fallback={
          <div class={styles.unseen}>
            <Avatar name={props.login} size="large" />
          </div>
        }
      >
        {(stream) => (
          <StreamVideo
            stream={stream()}
            participant={props.account}
            from={props.from}
            kind="camera"
            mirrored={props.mirrored ?? false}
            class={styles.picture}
            label={props.name}
          />
        )}
      </Show>
      <Show when={props.chip}>{(text) => <p class={styles.chip}>{text()}</p>}</Show>
      <p class={styles.name}>
        <Show when={props.muted}>
          <span class={styles.muted} role="img" aria-label={words().call.muted(props.name)}>
            <MicrophoneOffIcon size={16} />
          </span>
        </Show>
        <span class={styles.called}>{props.name}</span>
      </p>
    </li>
  );
};
