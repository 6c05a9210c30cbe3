import { createSignal, onCleanup } from 'solid-js';
import type { Sound } from '#shared/client/client.ts';
import { followLoudspeaker } from '../devices/loudspeaker.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './check.module.css';

/** As long as Meet's green room records (call-flow.md R24). */
const RECORDED_MS = 6_000;

/** Six seconds of what others would hear of oneself, played back. They never leave this window. */
export const HearMe = (props: {
  readonly sound: Sound;
  /** The microphone is open. */
  readonly ready: boolean;
}) => {
  const { words } = useUi();
  const [recorder, setRecorder] = createSignal<MediaRecorder>();
  const [playing, setPlaying] = createSignal(false);
  const audio = new Audio();
  let gone = false;
  const hush = () => {
    audio.pause();
    URL.revokeObjectURL(audio.src);
    setPlaying(false);
  };
  const play = (recording: Blob) => {
    audio.src = URL.createObjectURL(recording);
    setPlaying(true);
    audio.play().catch(hush);
  };
  const record = () => {
    const heard = props.sound.outgoing();
    if (!heard) return;
    hush();
    const begun = new MediaRecorder(new MediaStream([heard]));
    const end = setTimeout(() => begun.stop(), RECORDED_MS);
    // A microphone that is changed or unplugged meanwhile ends it, too.
    begun.addEventListener('dataavailable', ({ data }) => {
      clearTimeout(end);
      setRecorder(undefined);
      if (!gone) play(data);
    });
    begun.start();
    setRecorder(begun);
  };
  audio.addEventListener('ended', hush);
  followLoudspeaker(() => [audio]);
  onCleanup(() => {
    gone = true;
    hush();
    recorder()?.stop();
  });
  return (
    <>
      <p class={styles.hint} role="status">
        {playing() ? words().check.playing : words().check.hearMeHint}
      </p>
      <Button disabled={!props.ready} busy={recorder() !== undefined} onClick={record}>
        {recorder() ? words().check.recording : words().check.hearMe}
      </Button>
    </>
  );
};
