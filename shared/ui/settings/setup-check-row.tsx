import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from './settings.module.css';

const SetupCheckDialog = lazily(() => import('../admin/setup-check-dialog.tsx'), 'SetupCheckDialog');

/** The way to the setup check, for administrators. */
export const SetupCheckRow = () => {
  const { state, words } = useUi();
  const [shown, setShown] = createSignal(false);
  const isAdmin = () => {
    const { session } = state();
    return session.state === 'signed-in' && session.account.role === 'admin';
  };
  return (
    <Show when={isAdmin()}>
      <section class={styles.section} aria-labelledby="relay">
        <h2 id="relay">{words().settings.relay}</h2>
        <p class={styles.soft}>{words().settings.setupCheckHint}</p>
        <Button onClick={() => setShown(true)}>{words().settings.setupCheck}</Button>
        <Show when={shown()}>
          <SetupCheckDialog onClose={() => setShown(false)} />
        </Show>
      </section>
    </Show>
  );
};
