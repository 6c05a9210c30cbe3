import { createEffect } from 'solid-js';
import type { StreamId } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';

interface StreamVideoProps {
  readonly stream: StreamId;
  readonly participant: AccountId;
  readonly kind: 'camera' | 'screen' | 'tab';
  readonly muted: boolean;
  readonly volume?: number;
  readonly class?: string | undefined;
  readonly mirrored?: boolean;
  readonly label: string;
  readonly ref?: (video: HTMLVideoElement) => void;
  /** The browser refused to start the sound without a click. */
  readonly onBlocked?: (start: () => void) => void;
}

/** A stream of the call, seen and heard. */
export const StreamVideo = (props: StreamVideoProps) => {
  const { client } = useUi();
  let video!: HTMLVideoElement;
  const start = () => {
    video.play().catch((error: unknown) => {
      // An interrupted start (a new stream) is followed by the next one by itself.
      if (error instanceof DOMException && error.name === 'NotAllowedError') props.onBlocked?.(start);
    });
  };
  createEffect(() => {
    video.srcObject = client.call.stream(props.stream) ?? null;
    if (video.srcObject) start();
  });
  createEffect(() => {
    video.volume = props.volume ?? 1;
  });
  return (
    <video
      ref={(element) => {
        video = element;
        props.ref?.(element);
      }}
      class={props.class}
      data-participant={props.participant}
      data-kind={props.kind}
      data-mirrored={props.mirrored ? '' : undefined}
      aria-label={props.label}
      autoplay
      playsinline
      muted={props.muted}
    />
  );
};
