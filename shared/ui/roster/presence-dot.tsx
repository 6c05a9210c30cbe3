import styles from './presence-dot.module.css';
import type { PresenceLook } from './presence-words.ts';

/** Beside the words, never instead of them. Filled: there. Hollow: away. Ringed: in a call. Nothing: not there. */
export const PresenceDot = (props: { readonly look: PresenceLook }) => (
  <span class={styles.dot} data-look={props.look} />
);
