import { createSignal, onCleanup, Show } from 'solid-js';
import type { NoteRecorder } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import { followLoudspeaker } from '../devices/loudspeaker.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import styles from './check.module.css';

/** As long as Meet's green room records (call-flow.md R24). */
const SECONDS = 6;

/** Six seconds of one's own microphone, played back. They never leave this window. */
export const HearMe = () => {
  const { client, words } = useUi();
  const [recorder, setRecorder] = createSignal<NoteRecorder>();
  const [playing, setPlaying] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const audio = new Audio();
  let gone = false;
  const hush = () => {
    audio.pause();
    URL.revokeObjectURL(audio.src);
    setPlaying(false);
  };
  const play = async () => {
    const recording = await recorder()?.finish();
    setRecorder(undefined);
    if (!recording || gone) return;
    audio.src = URL.createObjectURL(recording.file);
    setPlaying(true);
    audio.play().catch(hush);
  };
  const record = async () => {
    hush();
    const outcome = await client.files.record('voice', SECONDS, () => void play());
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (!outcome.ok) return;
    if (gone) outcome.value.discard();
    else setRecorder(outcome.value);
  };
  audio.addEventListener('ended', hush);
  followLoudspeaker(() => [audio]);
  onCleanup(() => {
    gone = true;
    hush();
    recorder()?.discard();
  });
  return (
    <>
      <p class={styles.hint} role="status">
        {playing() ? words().check.playing : words().check.hearMeHint}
      </p>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Button busy={recorder() !== undefined} onClick={() => void record()}>
        {recorder() ? words().check.recording : words().check.hearMe}
      </Button>
    </>
  );
};
