import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import styles from './check.module.css';

interface CameraPreviewProps {
  readonly chosen: string | undefined;
  /** Only now the browser tells the names of cameras. */
  readonly onOpened: () => void;
}

/** One's own picture, as long as it is wanted. Nobody else sees it. */
export const CameraPreview = (props: CameraPreviewProps) => {
  const { client, words } = useUi();
  const [wanted, setWanted] = createSignal(false);
  const [picture, setPicture] = createSignal<MediaStream>();
  const [refusal, setRefusal] = createSignal<Reason>();
  let gone = false;
  let asked = 0;
  const letGo = () => {
    for (const track of picture()?.getTracks() ?? []) track.stop();
    setPicture(undefined);
  };
  const open = async () => {
    asked += 1;
    const mine = asked;
    const outcome = await client.senses().then((senses) => senses?.media.camera());
    if (!outcome) return;
    if (gone || mine !== asked || !wanted()) return outcome.ok && outcome.value.stop();
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (!outcome.ok) return setWanted(false);
    setPicture(new MediaStream([outcome.value]));
    props.onOpened();
  };
  const chosen = createMemo(() => props.chosen);
  createEffect(() => {
    chosen();
    if (wanted()) void open();
    onCleanup(letGo);
  });
  onCleanup(() => {
    gone = true;
  });
  return (
    <>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={picture()} keyed>
        {(stream) => (
          <video
            ref={(video) => {
              video.srcObject = stream;
            }}
            class={styles.preview}
            aria-label={words().check.preview}
            autoplay
            playsinline
            muted
          />
        )}
      </Show>
      <Button onClick={() => setWanted(!wanted())}>{wanted() ? words().check.hide : words().check.show}</Button>
    </>
  );
};
