import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import type { NoteKind, NoteRecorder, Recording } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { DiscardIcon, SendIcon } from '../kit/more-icons.ts';
import { durationWords } from '../strings/moments.ts';
import styles from './note-recording.module.css';

interface NoteRecordingProps {
  readonly kind: NoteKind;
  readonly longestMinutes: number;
  readonly onSend: (recording: Recording) => void;
  readonly onClose: () => void;
}

/** While someone speaks into it: how they look, how loud and how long; throw away or send. */
export const NoteRecording = (props: NoteRecordingProps) => {
  const { client, words } = useUi();
  const [recorder, setRecorder] = createSignal<NoteRecorder>();
  const [refusal, setRefusal] = createSignal<Reason>();
  const [level, setLevel] = createSignal(0);
  const [seconds, setSeconds] = createSignal(0);
  const [full, setFull] = createSignal(false);
  /** Its last piece is on its way from the recorder. */
  const [sending, setSending] = createSignal(false);
  const said = () => (props.kind === 'video' ? words().note.film : words().voice);
  let gone = false;
  let frame = 0;

  const show = () => {
    const running = recorder();
    if (!running) return;
    setLevel(running.level());
    setSeconds(running.seconds());
    frame = requestAnimationFrame(show);
  };
  onMount(async () => {
    const begun = await client.files.record(props.kind, props.longestMinutes * 60, () => setFull(true));
    if (!begun.ok) return setRefusal(begun.reason);
    if (gone) return begun.value.discard();
    setRecorder(begun.value);
    show();
  });
  onCleanup(() => {
    gone = true;
    cancelAnimationFrame(frame);
    recorder()?.discard();
  });
  const send = async () => {
    const running = recorder();
    if (!running || sending()) return;
    setSending(true);
    props.onSend(await running.finish());
    props.onClose();
  };

  return (
    <fieldset
      class={styles.recording}
      aria-label={said().recording}
      onKeyDown={({ key }) => key === 'Escape' && props.onClose()}
    >
      <Show
        when={!refusal()}
        fallback={<Banner urgency="alert">{said().noMicrophone(words().reasons[refusal() ?? 'internal'])}</Banner>}
      >
        <Show when={recorder()?.picture}>
          {(picture) => (
            <video
              ref={(video) => {
                video.srcObject = picture();
                void video.play().catch(() => {});
              }}
              class={styles.picture}
              aria-label={words().note.yourPicture}
              muted
              playsinline
            />
          )}
        </Show>
        <p class={styles.state} role="status">
          <span class={styles.dot} data-on={recorder() && !full() ? '' : undefined} />
          {recorder() ? (full() ? words().voice.longest(props.longestMinutes) : said().recording) : said().asking}
        </p>
        <meter class={styles.level} min={0} max={1} value={Math.sqrt(level())} aria-hidden="true" />
        <time class={styles.time}>{durationWords(Math.floor(seconds()))}</time>
      </Show>
      <IconButton label={said().discard} icon={DiscardIcon} onClick={() => props.onClose()} />
      <Show when={!refusal()}>
        <IconButton
          ref={(element) => queueMicrotask(() => element.focus())}
          tone="primary"
          label={said().send}
          icon={SendIcon}
          disabled={!recorder() || sending()}
          onClick={() => void send()}
        />
      </Show>
    </fieldset>
  );
};
