import { createUniqueId, For } from 'solid-js';
import type { Outcome } from '#shared/core/reason.ts';
import styles from './choice.module.css';

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: Value;
  /** What was refused is not shown as chosen. */
  readonly onChoose: ((value: Value) => void) | ((value: Value) => Promise<Outcome>);
}

/** One of a few, all of them in sight. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const name = createUniqueId();
  let all!: HTMLFieldSetElement;
  const choose = async (value: Value) => {
    const outcome = await props.onChoose(value);
    if (!outcome || outcome.ok) return;
    for (const input of all.querySelectorAll('input')) input.checked = input.value === props.chosen;
  };
  return (
    <fieldset ref={all} class={styles.choice}>
      <legend>{props.legend}</legend>
      <div class={styles.options}>
        <For each={props.options}>
          {(option) => (
            <label class={styles.option}>
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={props.chosen === option.value}
                onChange={() => void choose(option.value)}
              />
              {option.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
};
