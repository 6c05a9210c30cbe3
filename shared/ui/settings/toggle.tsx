import { createUniqueId, Show } from 'solid-js';
import type { Outcome } from '#shared/core/reason.ts';
import styles from './toggle.module.css';

interface ToggleProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  /** It cannot be changed now; the hint says why. */
  readonly disabled?: boolean;
  /** What was refused is not shown as done. */
  readonly onChange: ((on: boolean) => void) | ((on: boolean) => Promise<Outcome>);
}

/** Something that is on or off, and what that means. */
export const Toggle = (props: ToggleProps) => {
  const hint = createUniqueId();
  const change = async (input: HTMLInputElement) => {
    const outcome = await props.onChange(input.checked);
    if (outcome && !outcome.ok) input.checked = props.on;
  };
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
        onChange={(event) => void change(event.currentTarget)}
      />
    </label>
  );
};
