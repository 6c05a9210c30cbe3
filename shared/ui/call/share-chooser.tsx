import { createSignal, createUniqueId, For } from 'solid-js';
import type { ShareKind } from '#shared/core/call/call.ts';
import { defaultShareChoices, SHARE_CONTENTS, SHARE_FPS, type ShareChoice } from '#shared/core/quality/share-choice.ts';
import { useUi } from '../frame/ui.ts';
import { DescribedRadio } from '../kit/described-radio.tsx';
import styles from './share-dialog.module.css';

/** How shares of a kind are sent, from now on and the next time. */
export const ShareChooser = (props: { readonly kind: ShareKind }) => {
  const { client, words } = useUi();
  const read = () => client.call.report()?.choices.shares ?? defaultShareChoices;
  const [choice, setChoice] = createSignal(read()[props.kind]);
  const [name, fps] = [createUniqueId(), createUniqueId()];
  const choose = (change: Partial<ShareChoice>) => {
    setChoice({ ...choice(), ...change });
    client.call.choose({ shares: { ...read(), [props.kind]: choice() } });
  };
  return (
    <fieldset class={styles.chooser}>
      <legend class={styles.kind}>{words().stage.kinds[props.kind]}</legend>
      <For each={SHARE_CONTENTS}>
        {(content) => (
          <DescribedRadio
            name={name}
            label={words().stage.contents[content]}
            hint={words().stage.does[content]}
            chosen={choice().content === content}
            onChoose={() => choose({ content })}
          />
        )}
      </For>
      <div class={styles.fps}>
        <label for={fps}>{words().stage.fps}</label>
        <output for={fps}>{choice().fps}</output>
        <input
          id={fps}
          type="range"
          min={SHARE_FPS.least}
          max={SHARE_FPS.most}
          step={SHARE_FPS.step}
          value={choice().fps}
          onInput={({ currentTarget }) => choose({ fps: currentTarget.valueAsNumber })}
        />
      </div>
    </fieldset>
  );
};
