import { createSignal, Show } from 'solid-js';
import type { RemoteShare, StreamId } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { SoundIcon, StopSharingIcon, ZoomInIcon, ZoomOutIcon, ZoomResetIcon } from '../kit/more-icons.ts';
import { EnlargeButton, PinButton } from './front-buttons.tsx';
import { FullscreenButton } from './fullscreen-button.tsx';
import styles from './stage.module.css';
import { StreamSound } from './stream-sound.tsx';
import { StreamVideo } from './stream-video.tsx';
import { VolumeSlider } from './volume-slider.tsx';
import { WHOLE, ZOOM_STEP, zoomed } from './zoom.ts';
import { Zoomable } from './zoomable.tsx';

interface ShareTileProps {
  readonly share: RemoteShare;
  readonly person: AccountId;
  /** What they are called. */
  readonly name: string;
  /** What finds the stream; the call where it is not given. */
  readonly from?: (stream: StreamId) => MediaStream | undefined;
  /** Large, with everything that can be done to it; else one of the small ones. */
  readonly front: boolean;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
  readonly deafened: boolean;
  /** Asks the other side to stop. */
  readonly onStop?: () => void;
  readonly onBlocked: (start: () => void) => void;
}

/** What the other side shares, with a volume of its own, a zoom and a full screen. */
export const ShareTile = (props: ShareTileProps) => {
  const { words } = useUi();
  const [volume, setVolume] = createSignal(1);
  const [zoom, setZoom] = createSignal(WHOLE);
  let figure!: HTMLElement;
  const title = () => words().call.theirShare(props.name)[props.share.kind];
  return (
    <figure ref={figure} class={styles.share} data-front={props.front ? '' : undefined}>
      <Show when={props.share.sound}>
        <StreamSound
          stream={props.share.stream}
          participant={props.person}
          from={props.from}
          muted={props.deafened}
          volume={volume()}
          onBlocked={props.onBlocked}
        />
      </Show>
      <Zoomable
        zoom={props.front ? zoom() : WHOLE}
        onZoom={setZoom}
        fixed={!props.front}
        label={words().stage.zoomable(title())}
      >
        <StreamVideo
          stream={props.share.stream}
          participant={props.person}
          from={props.from}
          kind={props.share.kind}
          class={styles.shareVideo}
          label={title()}
        />
      </Zoomable>
      <Show
        when={props.front}
        fallback={<EnlargeButton what={title()} shown={title()} onClick={() => props.onPin(true)} />}
      >
        <figcaption class={styles.shareBar}>
          <span class={styles.shareTitle}>{title()}</span>
          <Show when={props.share.sound}>
            <span class={styles.volume}>
              <SoundIcon size={20} />
              <VolumeSlider label={words().call.shareVolume} volume={volume()} onChange={setVolume} />
            </span>
          </Show>
          <span class={styles.shareTools}>
            <Show when={zoom().scale > 1}>
              <IconButton label={words().stage.zoomReset} icon={ZoomResetIcon} onClick={() => setZoom(WHOLE)} />
            </Show>
            <IconButton
              label={words().stage.zoomOut}
              icon={ZoomOutIcon}
              disabled={zoom().scale === 1}
              onClick={() => setZoom((now) => zoomed(now, 1 / ZOOM_STEP))}
            />
            <IconButton
              label={words().stage.zoomIn}
              icon={ZoomInIcon}
              onClick={() => setZoom((now) => zoomed(now, ZOOM_STEP))}
            />
            <PinButton what={title()} pinned={props.pinned} onPin={props.onPin} />
            <Show when={props.onStop}>
              {(stop) => (
                <IconButton label={words().call.stopSharing} icon={StopSharingIcon} onClick={() => stop()()} />
              )}
            </Show>
            <FullscreenButton of={() => figure} />
          </span>
        </figcaption>
      </Show>
    </figure>
  );
};
