import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from '../settings/settings.module.css';
import { onDayWords } from '../strings/long-moments.ts';

const NewKeyDialog = lazily(() => import('./new-key-dialog.tsx'), 'NewKeyDialog');

/** Whether there is a way back for who loses every device, and how to make one. */
export const RecoveryKey = () => {
  const { state, words } = useUi();
  const [making, setMaking] = createSignal(false);
  const identity = () => state().identity;
  return (
    <section class={styles.section} aria-labelledby="recovery-key">
      <h2 id="recovery-key">{words().recovery.title}</h2>
      <p class={styles.soft}>{words().recovery.hint}</p>
      <Show when={identity().device === 'confirmed'} fallback={<p>{words().recovery.notHere}</p>}>
        <Show when={identity().recoverySince} fallback={<p>{words().recovery.none}</p>}>
          {(since) => <p>{words().recovery.since(onDayWords(since(), words()))}</p>}
        </Show>
        <Button onClick={() => setMaking(true)}>
          {identity().recoverySince === undefined ? words().recovery.make : words().recovery.makeAnew}
        </Button>
      </Show>
      <Show when={making()}>
        <NewKeyDialog replaces={identity().recoverySince !== undefined} onClose={() => setMaking(false)} />
      </Show>
    </section>
  );
};
