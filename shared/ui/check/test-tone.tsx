import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './check.module.css';

/** Three notes by the chosen loudspeaker. */
export const TestTone = () => {
  const { client, words } = useUi();
  return (
    <>
      <p class={styles.hint}>{words().check.toneHint}</p>
      <Button onClick={() => void client.senses().then((senses) => senses?.ringer.test())}>{words().check.tone}</Button>
    </>
  );
};
