import { createSignal, Show } from 'solid-js';
import type { RemoteShare } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { FullscreenIcon, SoundIcon, StopSharingIcon } from '../kit/more-icons.ts';
import styles from './stage.module.css';
import { StreamVideo } from './stream-video.tsx';

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
  const toggleFullscreen = () => {
    // Refused where the browser has no full screen for elements (iOS): the picture stays as it is.
    if (document.fullscreenElement) void document.exitFullscreen();
    else void figure.requestFullscreen?.().catch(() => {});
  };
  return (
    <figure ref={figure} class={styles.share}>
      <StreamVideo
        stream={props.share.stream}
        participant={props.person}
        kind={props.share.kind}
        muted={props.deafened}
        volume={volume()}
        class={styles.shareVideo}
        label={title()}
        onBlocked={props.onBlocked}
      />
      <figcaption class={styles.shareBar}>
        <span class={styles.shareTitle}>{title()}</span>
        <Show when={props.share.sound}>
          <label class={styles.volume}>
            <SoundIcon size={20} />
            <input
              type="range"
              min="0"
              max="1"
              step="0.05"
              aria-label={words().call.shareVolume}
              value={volume()}
              onInput={(event) => setVolume(event.currentTarget.valueAsNumber)}
            />
          </label>
        </Show>
        <Show when={props.onStop}>
          {(stop) => <IconButton label={words().call.stopSharing} icon={StopSharingIcon} onClick={() => stop()()} />}
        </Show>
        <IconButton label={words().call.fullscreen} icon={FullscreenIcon} onClick={toggleFullscreen} />
      </figcaption>
    </figure>
  );
};
