import { createUniqueId, For } from 'solid-js';
import { SUPPRESSIONS, type Suppression } from '#shared/core/sound/sound.ts';
import { useUi } from '../frame/ui.ts';
import styles from './sound.module.css';

interface SuppressionChoiceProps {
  readonly chosen: Suppression;
  readonly onChoose: (suppression: Suppression) => void;
}

/** How much noise is taken out, and what each of it does and costs. */
export const SuppressionChoice = (props: SuppressionChoiceProps) => {
  const { words } = useUi();
  const name = createUniqueId();
  return (
    <fieldset class={styles.modes}>
      <legend>{words().sound.suppression}</legend>
      <For each={SUPPRESSIONS}>
        {(suppression) => {
          const [label, hint] = [createUniqueId(), createUniqueId()];
          return (
            <label class={styles.mode}>
              <input
                type="radio"
                name={name}
                aria-labelledby={label}
                aria-describedby={hint}
                checked={props.chosen === suppression}
                onChange={() => props.onChoose(suppression)}
              />
              <span>
                <span id={label} class={styles.name}>
                  {words().sound.modes[suppression]}
                </span>
                <span id={hint} class={styles.hint}>
                  {words().sound.does[suppression]}
                </span>
              </span>
            </label>
          );
        }}
      </For>
      <p class={styles.hint}>{words().sound.voices}</p>
    </fieldset>
  );
};
