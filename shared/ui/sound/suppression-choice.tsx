import { createUniqueId, For } from 'solid-js';
import { SUPPRESSIONS, type Suppression } from '#shared/core/sound/sound.ts';
import { useUi } from '../frame/ui.ts';
import { DescribedRadio } from '../kit/described-radio.tsx';
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
        {(suppression) => (
          <DescribedRadio
            name={name}
            label={words().sound.modes[suppression]}
            hint={words().sound.does[suppression]}
            chosen={props.chosen === suppression}
            onChoose={() => props.onChoose(suppression)}
          />
        )}
      </For>
      <p class={styles.hint}>{words().sound.voices}</p>
    </fieldset>
  );
};
