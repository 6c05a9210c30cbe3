import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from '../settings/settings.module.css';

const SoundDialog = lazily(() => import('./sound-dialog.tsx'), 'SoundDialog');

/** The microphone before a call, where there are calls: a popup hands them to the call window. */
export const SoundSettings = () => {
  const { host, words } = useUi();
  const [shown, setShown] = createSignal(false);
  return (
    <Show when={host.kind !== 'popup'}>
      <section class={styles.section} aria-labelledby="sound">
        <h2 id="sound">{words().sound.title}</h2>
        <p class={styles.soft}>{words().sound.settingsHint}</p>
        <Button onClick={() => setShown(true)}>{words().sound.open}</Button>
        <Show when={shown()}>
          <SoundDialog onClose={() => setShown(false)} />
        </Show>
      </section>
    </Show>
  );
};
