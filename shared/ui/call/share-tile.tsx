import { createSignal, Show } from 'solid-js';
import type { RemoteShare } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { FullscreenIcon, SoundIcon, StopSharingIcon } from '../kit/more-icons.ts';
import { toggleFullscreen } from './fullscreen.ts';
import styles from './stage.module.css';
import { StreamSound } from './stream-sound.tsx';
import { StreamVideo } from './stream-video.tsx';
import { VolumeSlider } from './volume-slider.tsx';

interface ShareTileProps {
  readonly share: RemoteShare;
  readonly person: AccountId;
  readonly deafened: boolean;
  /** Asks the other side to stop. */
  readonly onStop: (() => void) | undefined;
  readonly onBlocked: (start: () => void) => void;
}

/** What the other side shares, with a volume of its own and a full screen. */
export const ShareTile = (props: ShareTileProps) => {
  const { state, words } = useUi();
  const [volume, setVolume] = createSignal(1);
  let figure!: HTMLElement;
  const title = () => words().call.theirShare(nameOf(state(), props.person))[props.share.kind];
  return (
    <figure ref={figure} class={styles.share}>
      <Show when={props.share.sound}>
        <StreamSound
          stream={props.share.stream}
          participant={props.person}
          muted={props.deafened}
          volume={volume()}
          onBlocked={props.onBlocked}
        />
      </Show>
      <StreamVideo
        stream={props.share.stream}
        participant={props.person}
        kind={props.share.kind}
        class={styles.shareVideo}
        label={title()}
      />
      <figcaption class={styles.shareBar}>
        <span class={styles.shareTitle}>{title()}</span>
        <Show when={props.share.sound}>
          <span class={styles.volume}>
            <SoundIcon size={20} />
            <VolumeSlider label={words().call.shareVolume} volume={volume()} onChange={setVolume} />
          </span>
        </Show>
        <Show when={props.onStop}>
          {(stop) => <IconButton label={words().call.stopSharing} icon={StopSharingIcon} onClick={() => stop()()} />}
        </Show>
        <IconButton label={words().call.fullscreen} icon={FullscreenIcon} onClick={() => toggleFullscreen(figure)} />
      </figcaption>
    </figure>
  );
};
