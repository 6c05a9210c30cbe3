import { createSignal, onCleanup, Show } from 'solid-js';
import type { Sound } from '#shared/client/client.ts';
import { type SoundChoice, type SoundReading, THRESHOLDS } from '#shared/core/sound/sound.ts';
import { useUi } from '../frame/ui.ts';
import hidden from '../kit/hidden.module.css';
import styles from './sound.module.css';

/** How fast the mark of the loudest peak falls, in dB for each reading: 20 dB a second. */
const FALL = 1;

/** Where a level stands between the ends of the meter, in [0, 1]. */
const placeOf = (level: number): number =>
  Math.min(1, Math.max(0, (level - THRESHOLDS.least) / (THRESHOLDS.most - THRESHOLDS.least)));

/** How loud one is, with the mark of the silence gate on it, where that is on. */
export const LevelMeter = (props: { readonly sound: Sound; readonly choice: SoundChoice }) => {
  const { words } = useUi();
  const [reading, setReading] = createSignal<SoundReading>();
  const [peak, setPeak] = createSignal<number>(THRESHOLDS.least);
  const end = props.sound.listen((next) => {
    setReading(next);
    setPeak((held) => Math.max(held - FALL, next.peak));
  });
  onCleanup(end);
  const level = () => reading()?.rms ?? THRESHOLDS.least;
  const said = (value: number) => words().sound.decibels(String(Math.round(value)).replace('-', '−'));
  return (
    <div>
      <div class={styles.meter}>
        <div
          class={styles.level}
          style={{ '--level': placeOf(level()), '--peak': placeOf(peak()) }}
          data-open={reading()?.open ? '' : undefined}
        />
        <meter
          class={hidden.hidden}
          aria-label={words().sound.level}
          min={THRESHOLDS.least}
          max={THRESHOLDS.most}
          value={Math.round(level())}
          aria-valuetext={said(level())}
        />
        <Show when={props.choice.gate}>
          <input
            class={styles.threshold}
            type="range"
            min={THRESHOLDS.least}
            max={THRESHOLDS.most}
            step="1"
            value={props.choice.threshold}
            aria-label={words().sound.threshold}
            aria-valuetext={said(props.choice.threshold)}
            onInput={(event) => props.sound.choose({ threshold: event.currentTarget.valueAsNumber })}
          />
        </Show>
      </div>
      <Show when={props.choice.gate}>
        <p class={styles.under}>
          <span>{reading()?.open ? words().sound.gateOpen : words().sound.gateClosed}</span>
          <span>{said(props.choice.threshold)}</span>
        </p>
      </Show>
    </div>
  );
};
