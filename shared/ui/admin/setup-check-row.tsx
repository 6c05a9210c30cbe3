import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from '../settings/settings.module.css';

const SetupCheckDialog = lazily(() => import('./setup-check-dialog.tsx'), 'SetupCheckDialog');

/** The way to the setup check. */
export const SetupCheckRow = () => {
  const { words } = useUi();
  const [shown, setShown] = createSignal(false);
  return (
    <section class={styles.section} aria-labelledby="setup">
      <h2 id="setup">{words().admin.setup}</h2>
      <p class={styles.soft}>{words().admin.setupCheckHint}</p>
      <Button onClick={() => setShown(true)}>{words().admin.setupCheck}</Button>
      <Show when={shown()}>
        <SetupCheckDialog onClose={() => setShown(false)} />
      </Show>
    </section>
  );
};
