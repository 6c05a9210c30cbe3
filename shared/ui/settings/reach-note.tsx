import { createSignal, onMount, Show } from 'solid-js';
import type { Reach } from '#shared/client/client.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './settings.module.css';

/** Whether this device rings while the app is closed, asked anew each time it is shown; and a way to ask once more. */
export const ReachNote = () => {
  const { client, words } = useUi();
  const [reach, setReach] = createSignal<Reach | 'asking'>('asking');
  const ask = async () => {
    setReach('asking');
    setReach(await client.push.subscribe());
  };
  onMount(() => void ask());
  const mayChange = () => !['asking', 'reached', 'unsupported'].includes(reach());
  return (
    <>
      <p class={styles.soft} role="status">
        {words().reach[reach()]}
      </p>
      <Show when={mayChange()}>
        <Button onClick={() => void ask()}>{words().common.tryAgain}</Button>
      </Show>
    </>
  );
};
