import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from '../settings/settings.module.css';

const CheckDialog = lazily(() => import('./check-dialog.tsx'), 'CheckDialog');

/** Here, or in a page of its own where this one cannot capture. */
export const CheckSettings = () => {
  const { host, words } = useUi();
  const [shown, setShown] = createSignal(false);
  const check = () => (host.openWelcome ? host.openWelcome('check') : setShown(true));
  return (
    <section class={styles.section}>
      <p class={styles.soft}>{words().check.settingsHint}</p>
      <Button onClick={check}>{words().check.title}</Button>
      <Show when={shown()}>
        <CheckDialog onClose={() => setShown(false)} />
      </Show>
    </section>
  );
};
