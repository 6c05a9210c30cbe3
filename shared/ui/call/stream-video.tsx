import { createEffect } from 'solid-js';
import type { StreamId } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';

interface StreamVideoProps {
  readonly stream: StreamId;
  readonly participant: AccountId;
  /** What finds it; the call where it is not given. */
  readonly from?: ((stream: StreamId) => MediaStream | undefined) | undefined;
  readonly kind: 'camera' | 'screen' | 'tab';
  readonly class?: string | undefined;
  readonly mirrored?: boolean;
  readonly label: string;
  readonly ref?: (video: HTMLVideoElement) => void;
}

/** A stream of the call, seen; what is heard of it has an element of its own. */
export const StreamVideo = (props: StreamVideoProps) => {
  const { client } = useUi();
  let video!: HTMLVideoElement;
  createEffect(() => {
    video.srcObject = (props.from ?? client.call.stream)(props.stream) ?? null;
    // Without sound it may start by itself.
    if (video.srcObject) void video.play().catch(() => {});
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
      muted
    />
  );
};
