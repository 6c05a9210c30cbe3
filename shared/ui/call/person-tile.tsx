import { createSignal, Show } from 'solid-js';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { MicrophoneOffIcon, SoundIcon } from '../kit/more-icons.ts';
import { EnlargeButton, PinButton } from './front-buttons.tsx';
import { FullscreenButton } from './fullscreen-button.tsx';
import { isSeen } from './is-seen.ts';
import { createSpeaking } from './speaking.ts';
import styles from './stage.module.css';
import { StreamSound } from './stream-sound.tsx';
import { StreamVideo } from './stream-video.tsx';
import { VolumeSlider } from './volume-slider.tsx';
import { setVolumeOf, volumeOf } from './volumes.ts';

interface PersonTileProps {
  readonly call: ActiveCall | OutgoingCall;
  readonly front: boolean;
  /** Nothing else is there to be large. */
  readonly alone: boolean;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
  readonly onBlocked: (start: () => void) => void;
}

/** The other person: their camera or their initials, their voice, and what is to be known of both. */
export const PersonTile = (props: PersonTileProps) => {
  const { client, state, words } = useUi();
  const [tuning, setTuning] = createSignal(false);
  let tile!: HTMLDivElement;
  const name = () => nameOf(state(), props.call.person);
  const active = () => (props.call.phase === 'active' ? props.call : undefined);
  const stream = () => active()?.remoteStream;
  const seen = () => isSeen(props.call);
  const chip = () => {
    const { call } = props;
    if (call.phase === 'outgoing') {
      const isWatched = call.camera.state === 'on' && call.warm.some(({ watched }) => watched);
      return isWatched ? words().early.seesYou(name()) : undefined;
    }
    const { path } = call;
    if (path.state === 'left') return words().hold.leftWhy;
    if (call.remotePaused) return words().hold.pausedWhy(name());
    return path.state === 'reconnecting' && path.told !== 'nobody' ? words().hold.reconnecting : undefined;
  };
  const speaking = createSpeaking(
    () => (active() ? client.call.report()?.voice : undefined),
    () => tile,
  );
  const microphoneNote = () => {
    if (active()?.path.state !== 'connected' || active()?.remotePaused) return undefined;
    if (active()?.remoteMicrophone === 'off') return words().call.muted(name());
    return active()?.remoteMicrophone === 'unavailable' ? words().call.noMicrophone(name()) : undefined;
  };

  return (
    <div
      ref={tile}
      class={styles.remote}
      data-front={props.front ? '' : undefined}
      data-speaking={speaking() ? '' : undefined}
    >
      <Show when={stream()}>
        {(stream) => (
          <>
            <StreamSound
              stream={stream()}
              participant={props.call.person}
              muted={active()?.deafened ?? false}
              volume={volumeOf(props.call.person)}
              onBlocked={props.onBlocked}
            />
            <StreamVideo
              stream={stream()}
              participant={props.call.person}
              kind="camera"
              class={seen() ? styles.picture : styles.unshown}
              label={name()}
            />
          </>
        )}
      </Show>
      <Show when={!seen()}>
        <div class={styles.unseen} data-calling={props.call.phase === 'outgoing' ? '' : undefined}>
          <Avatar name={name()} size={props.front ? 'huge' : 'large'} />
        </div>
      </Show>
      <Show when={chip()}>{(text) => <p class={styles.chip}>{text()}</p>}</Show>
      <Show when={microphoneNote()}>
        <p class={styles.note}>
          <MicrophoneOffIcon size={16} />
          {microphoneNote()}
        </p>
      </Show>
      <Show when={props.front} fallback={<EnlargeButton what={name()} onClick={() => props.onPin(true)} />}>
        <Show when={stream()}>
          <div class={styles.tools}>
            <Show when={tuning()}>
              <VolumeSlider
                label={words().call.volumeOf(name())}
                volume={volumeOf(props.call.person)}
                onChange={(volume) => setVolumeOf(props.call.person, volume)}
              />
            </Show>
            <IconButton
              label={words().call.volumeOf(name())}
              icon={SoundIcon}
              expanded={tuning()}
              onClick={() => setTuning((shown) => !shown)}
            />
            <Show when={!props.alone}>
              <PinButton what={name()} pinned={props.pinned} onPin={props.onPin} />
            </Show>
            <Show when={seen()}>
              <FullscreenButton of={() => tile} />
            </Show>
          </div>
        </Show>
      </Show>
    </div>
  );
};
