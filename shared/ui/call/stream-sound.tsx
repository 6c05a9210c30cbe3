import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import type { StreamId } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { followLoudspeaker } from '../devices/loudspeaker.ts';
import { useUi } from '../frame/ui.ts';
import { amplify } from './amplify.ts';

interface StreamSoundProps {
  readonly stream: StreamId;
  readonly participant: AccountId;
  /** What finds it; the call where it is not given. */
  readonly from?: ((stream: StreamId) => MediaStream | undefined) | undefined;
  readonly muted: boolean;
  /** 0 to 2. */
  readonly volume: number;
  /** The browser refused to start the sound without a click. */
  readonly onBlocked: (start: () => void) => void;
}

/**
 * The sound of a stream, by an element of its own: one that shows pictures, too, plays nothing before the first of them
 * (Chromium 156), and in a call by voice there are none.
 */
export const StreamSound = (props: StreamSoundProps) => {
  const { client } = useUi();
  let audio!: HTMLAudioElement;
  const stream = createMemo(() => (props.from ?? client.call.stream)(props.stream));

  const start = () => {
    audio.play().catch((error: unknown) => {
      // An interrupted start (a new stream) is followed by the next one by itself.
      if (error instanceof DOMException && error.name === 'NotAllowedError') props.onBlocked(start);
    });
  };
  createEffect(() => {
    const source = stream();
    if (!source) return;
    const take = () => {
      audio.srcObject = new MediaStream(source.getAudioTracks());
      start();
    };
    take();
    source.addEventListener('addtrack', take);
    onCleanup(() => source.removeEventListener('addtrack', take));
  });

  // An element plays as loud as it comes at most; beyond that it is silent, and an amplifier is heard.
  const [amplified, setAmplified] = createSignal(false);
  const isLouder = createMemo(() => props.volume > 1);
  const amplifier = createMemo(() => {
    const source = isLouder() ? stream() : undefined;
    if (!source) return undefined;
    const made = amplify(source, () => setAmplified(made.isRunning()));
    onCleanup(() => {
      made.close();
      setAmplified(false);
    });
    return made;
  });
  createEffect(() => {
    audio.volume = Math.min(1, props.volume);
    amplifier()?.setGain(props.muted ? 0 : props.volume);
  });
  followLoudspeaker(() => {
    const louder = amplifier();
    return louder ? [audio, louder.context] : [audio];
  });

  return (
    <audio
      ref={(element) => {
        audio = element;
      }}
      data-participant={props.participant}
      autoplay
      muted={props.muted || amplified()}
    />
  );
};
