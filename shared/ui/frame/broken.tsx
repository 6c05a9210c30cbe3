import button from '../kit/button.module.css';
import { Logo } from '../kit/logo.tsx';
import type { FirstWords } from '../strings/en.ts';
import styles from './broken.module.css';

/** A fault of ours that nothing else caught. English where the words themselves did not arrive. */
export const Broken = (props: { readonly error: unknown; readonly words: FirstWords | undefined }) => {
  console.error(props.error);
  return (
    <main class={styles.broken} role="alert">
      <Logo size={56} />
      <p>{props.words?.common.broken ?? 'Tincan could not be loaded completely. Check your connection and reload.'}</p>
      {/* By hand: it is the one button of its kind before anything is loaded on demand. */}
      <button type="button" class={button.button} data-tone="primary" onClick={() => location.reload()}>
        {props.words?.common.reload ?? 'Reload'}
      </button>
    </main>
  );
};
