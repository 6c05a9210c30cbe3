import { Show } from 'solid-js';
import type { Sound, SoundState } from '#shared/client/client.ts';
import { DeviceChoices } from '../devices/device-choices.tsx';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Toggle } from '../settings/toggle.tsx';
import { Background } from './background.tsx';
import { LevelMeter } from './level-meter.tsx';
import { createOwnSound } from './own-sound.ts';
import styles from './sound.module.css';
import { SuppressionChoice } from './suppression-choice.tsx';
import { troubleWords } from './trouble-words.ts';
import { createTryOut } from './try-out.ts';

const Panel = (props: { readonly sound: Sound; readonly state: SoundState }) => {
  const { words } = useUi();
  const { refusal } = createTryOut(props.sound);
  const trouble = () => troubleWords(props.state, words());
  return (
    <div class={styles.panel}>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={trouble()}>{(said) => <Banner>{said()}</Banner>}</Show>
      <DeviceChoices />
      <LevelMeter sound={props.sound} choice={props.state.choice} />
      <Toggle
        label={words().sound.gate}
        hint={words().sound.gateHint}
        on={props.state.choice.gate}
        onChange={(gate) => props.sound.choose({ gate })}
      />
      <Background sound={props.sound} choice={props.state.choice} />
      <SuppressionChoice
        chosen={props.state.choice.suppression}
        onChoose={(suppression) => props.sound.choose({ suppression })}
      />
    </div>
  );
};

/** One's own microphone: in a call that of the call, before one to be tried. */
export const SoundDialog = (props: { readonly onClose: () => void }) => {
  const { words } = useUi();
  const { both } = createOwnSound();
  return (
    <Dialog title={words().sound.title} closeLabel={words().common.close} onClose={props.onClose}>
      <Show when={both()} fallback={<p class={styles.hint}>{words().sound.opening}</p>}>
        {(there) => <Panel sound={there().sense} state={there().state} />}
      </Show>
    </Dialog>
  );
};
