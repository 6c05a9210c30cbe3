import { createUniqueId, Show } from 'solid-js';
import styles from './toggle.module.css';

interface ToggleProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  /** It cannot be changed now; the hint says why. */
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Something that is on or off, and what that means. */
export const Toggle = (props: ToggleProps) => {
  const hint = createUniqueId();
  return (
    <label class={styles.toggle}>
      <span class={styles.words}>
        <span class={styles.label}>{props.label}</span>
        <Show when={props.hint}>
          <span id={hint} class={styles.hint}>
            {props.hint}
          </span>
        </Show>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.on}
        aria-label={props.label}
        aria-describedby={props.hint === undefined ? undefined : hint}
        checked={props.on}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  );
};
