import { Show } from 'solid-js';
import styles from './toggle.module.css';

interface ToggleProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Something that is on or off, and what that means. */
export const Toggle = (props: ToggleProps) => (
  <label class={styles.toggle}>
    <span class={styles.words}>
      <span class={styles.label}>{props.label}</span>
      <Show when={props.hint}>
        <span class={styles.hint}>{props.hint}</span>
      </Show>
    </span>
    <input
      type="checkbox"
      role="switch"
      aria-checked={props.on}
      aria-label={props.label}
      checked={props.on}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  </label>
);
