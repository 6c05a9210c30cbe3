import { createUniqueId, For } from 'solid-js';
import styles from './choice.module.css';

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of a few, all of them in sight. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const name = createUniqueId();
  return (
    <fieldset class={styles.choice}>
      <legend>{props.legend}</legend>
      <div class={styles.options}>
        <For each={props.options}>
          {(option) => (
            <label class={styles.option}>
              <input
                type="radio"
                name={name}
                checked={props.chosen === option.value}
                onChange={() => props.onChoose(option.value)}
              />
              {option.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
};
