import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from '../settings/settings.module.css';

const CheckDialog = lazily(() => import('./check-dialog.tsx'), 'CheckDialog');

/** Where there are calls: a popup hands them to the call window. */
export const CheckSettings = () => {
  const { host, words } = useUi();
  const [shown, setShown] = createSignal(false);
  return (
    <Show when={host.kind !== 'popup'}>
      <section class={styles.section}>
        <p class={styles.soft}>{words().check.settingsHint}</p>
        <Button onClick={() => setShown(true)}>{words().check.title}</Button>
        <Show when={shown()}>
          <CheckDialog onClose={() => setShown(false)} />
        </Show>
      </section>
    </Show>
  );
};
