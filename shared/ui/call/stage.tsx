import { createSignal, For, Show } from 'solid-js';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import { nameOf, selfOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { FullscreenIcon, MicrophoneOffIcon, SoundIcon } from '../kit/more-icons.ts';
import { toggleFullscreen } from './fullscreen.ts';
import { keepAwake } from './keep-awake.ts';
import { ShareTile } from './share-tile.tsx';
import { createSpeaking } from './speaking.ts';
import styles from './stage.module.css';
import { StreamSound } from './stream-sound.tsx';
import { StreamVideo } from './stream-video.tsx';
import { VolumeSlider } from './volume-slider.tsx';
import { setVolumeOf, volumeOf } from './volumes.ts';

interface StageProps {
  readonly call: ActiveCall | OutgoingCall;
  readonly onBlocked: (start: () => void) => void;
}

/** Everyone's pictures: the other side large, what they share larger still, oneself small. */
export const Stage = (props: StageProps) => {
  const { client, state, words } = useUi();
  keepAwake();
  const [tuning, setTuning] = createSignal(false);
  let remote!: HTMLDivElement;
  const name = () => nameOf(state(), props.call.person);
  const active = () => (props.call.phase === 'active' ? props.call : undefined);
  const remoteStream = () => active()?.remoteStream;
  const seen = () => active()?.remoteCamera === 'on' && !active()?.remotePaused && remoteStream() !== undefined;
  // By stream, so that a share that goes on keeps its element and its volume.
  const shares = () => active()?.remoteShares.map(({ stream }) => stream) ?? [];
  /** Stopping means one's own share where there is one. */
  const isSharing = () => active()?.share.state === 'on' || active()?.share.state === 'starting';
  const chip = () => {
    const { call } = props;
    if (call.phase === 'outgoing') {
      const isSeen = call.camera.state === 'on' && call.warm.some(({ watched }) => watched);
      return isSeen ? words().early.seesYou(name()) : undefined;
    }
    const { path } = call;
    if (path.state === 'left') return words().hold.leftWhy;
    if (call.remotePaused) return words().hold.pausedWhy(name());
    return path.state === 'reconnecting' && path.told !== 'nobody' ? words().hold.reconnecting : undefined;
  };
  const speaking = createSpeaking(
    () => (active() ? client.call.report()?.voice : undefined),
    () => remote,
  );
  const microphoneNote = () => {
    if (active()?.path.state !== 'connected' || active()?.remotePaused) return undefined;
    if (active()?.remoteMicrophone === 'off') return words().call.muted(name());
    return active()?.remoteMicrophone === 'unavailable' ? words().call.noMicrophone(name()) : undefined;
  };

  return (
    <div class={styles.stage} data-sharing={shares().length > 0 ? '' : undefined}>
      <For each={shares()}>
        {(stream) => (
          <Show when={active()?.remoteShares.find((share) => share.stream === stream)}>
            {(share) => (
              <ShareTile
                share={share()}
                person={props.call.person}
                deafened={active()?.deafened ?? false}
                onStop={isSharing() ? undefined : () => client.call.stopSharing()}
                onBlocked={props.onBlocked}
              />
            )}
          </Show>
        )}
      </For>
      <div ref={remote} class={styles.remote} data-speaking={speaking() ? '' : undefined}>
        <Show when={remoteStream()}>
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
            <Avatar name={name()} size={shares().length > 0 ? 'large' : 'huge'} />
          </div>
        </Show>
        <Show when={remoteStream()}>
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
            <Show when={seen()}>
              <IconButton
                label={words().call.fullscreen}
                icon={FullscreenIcon}
                onClick={() => toggleFullscreen(remote)}
              />
            </Show>
          </div>
        </Show>
        <Show when={chip()}>{(text) => <p class={styles.chip}>{text()}</p>}</Show>
        <Show when={microphoneNote()}>
          <p class={styles.note}>
            <MicrophoneOffIcon size={16} />
            {microphoneNote()}
          </p>
        </Show>
      </div>
      <Show when={props.call.camera.state === 'on' && props.call.localStream}>
        {(stream) => (
          <div class={styles.self}>
            <StreamVideo
              stream={stream()}
              participant={selfOf(state()) ?? ''}
              kind="camera"
              mirrored
              class={styles.picture}
              label={words().chat.you}
            />
          </div>
        )}
      </Show>
    </div>
  );
};
