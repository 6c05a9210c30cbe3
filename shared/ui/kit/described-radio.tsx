import { createUniqueId } from 'solid-js';
import styles from './described-radio.module.css';

interface DescribedRadioProps {
  /** Of the group: one of them is chosen. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** One of several choices, with what it does. */
export const DescribedRadio = (props: DescribedRadioProps) => {
  const [label, hint] = [createUniqueId(), createUniqueId()];
  return (
    <label class={styles.choice}>
      <input
        type="radio"
        name={props.name}
        aria-labelledby={label}
        aria-describedby={hint}
        checked={props.chosen}
        onChange={() => props.onChoose()}
      />
      <span>
        <span id={label} class={styles.label}>
          {props.label}
        </span>
        <span id={hint} class={styles.hint}>
          {props.hint}
        </span>
      </span>
    </label>
  );
};
