import { createSignal, Show } from 'solid-js';
import type { Analysis, Sound } from '#shared/client/client.ts';
import type { Background as Heard, SoundChoice } from '#shared/core/sound/sound.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './sound.module.css';

/** Listens to the room for three seconds, and says what suits it. */
export const Background = (props: { readonly sound: Sound; readonly choice: SoundChoice }) => {
  const { words } = useUi();
  const [busy, setBusy] = createSignal(false);
  const [analysis, setAnalysis] = createSignal<Analysis>();
  const analyse = async () => {
    setBusy(true);
    setAnalysis(await props.sound.analyse());
    setBusy(false);
  };
  const heard = (): Heard | undefined => {
    const found = analysis();
    return typeof found === 'object' ? found : undefined;
  };
  const said = () => {
    if (busy()) return words().sound.analysing;
    const found = analysis();
    if (found === undefined || found === 'speech' || found === 'unavailable') return found && words().sound[found];
    return `${words().sound.kinds[found.kind]} ${words().sound.suggests(words().sound.modes[found.suggested])}`;
  };
  const isUsed = ({ suggested, threshold }: Heard) =>
    props.choice.suppression === suggested && props.choice.threshold === threshold;
  return (
    <div class={styles.background}>
      <p role="status" class={styles.said}>
        {said()}
      </p>
      <div class={styles.actions}>
        <Show when={!busy() && heard()}>
          {(found) => (
            <Show when={!isUsed(found())} fallback={<p class={styles.hint}>{words().sound.used}</p>}>
              <Button
                tone="primary"
                onClick={() => props.sound.choose({ suppression: found().suggested, threshold: found().threshold })}
              >
                {words().sound.use}
              </Button>
            </Show>
          )}
        </Show>
        <Button busy={busy()} onClick={() => void analyse()}>
          {analysis() === undefined ? words().sound.analyse : words().sound.again}
        </Button>
      </div>
    </div>
  );
};
