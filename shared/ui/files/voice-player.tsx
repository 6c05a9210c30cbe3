import { For, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { PauseIcon, PlayIcon } from '../kit/more-icons.ts';
import { durationWords } from '../strings/moments.ts';
import { createPlayback } from './playback.ts';
import { type FileProps, isLeaving, TransferBar, TransferFailure } from './transfer.tsx';
import styles from './voice-player.module.css';

const SECTIONS = 64;

const peaksOf = (waveform: string | undefined): readonly number[] => {
  try {
    const bytes = Array.from(atob(waveform ?? ''), (character) => character.charCodeAt(0) / 255);
    return Array.from({ length: SECTIONS }, (_, section) => bytes[section] ?? 0);
  } catch {
    return new Array<number>(SECTIONS).fill(0);
  }
};

/** A voice note: its waveform is what is sought in, by pointer and by the arrow keys. */
export const VoicePlayer = (props: FileProps & { readonly address: string | undefined }) => {
  const { words } = useUi();
  const length = () => Math.max(0.1, props.attachment.seconds ?? 0);
  const peaks = () => peaksOf(props.attachment.waveform);
  const { playing, position, speed, toggle, seek, faster } = createPlayback({
    address: () => props.address,
    length,
    fetch: () => props.file.fetch(),
  });

  return (
    <div class={styles.voice}>
      <div class={styles.row}>
        <IconButton
          label={playing() ? words().voice.pause : words().voice.play}
          icon={playing() ? PauseIcon : PlayIcon}
          disabled={isLeaving(props)}
          onClick={() => void toggle()}
        />
        <div class={styles.wave}>
          <svg class={styles.peaks} viewBox={`0 0 ${SECTIONS * 4} 40`} preserveAspectRatio="none" aria-hidden="true">
            <For each={peaks()}>
              {(peak, section) => (
                <rect
                  x={section() * 4 + 0.5}
                  y={20 - Math.max(1.5, peak * 19)}
                  width={3}
                  height={Math.max(3, peak * 38)}
                  rx={1.5}
                  data-past={section() / SECTIONS < position() / length() ? '' : undefined}
                />
              )}
            </For>
          </svg>
          <input
            class={styles.seek}
            type="range"
            min={0}
            max={length()}
            step={0.1}
            value={Math.min(length(), position())}
            aria-label={words().voice.position}
            aria-valuetext={durationWords(Math.round(position()))}
            onInput={(event) => seek(event.currentTarget.valueAsNumber)}
          />
        </div>
        <button type="button" class={styles.speed} aria-label={words().voice.speed(`${speed()}×`)} onClick={faster}>
          {speed()}×
        </button>
      </div>
      <span class={styles.time}>{durationWords(Math.round(playing() || position() > 0 ? position() : length()))}</span>
      <Show when={isLeaving(props) || props.file.transfer()}>
        <TransferBar {...props} />
        <TransferFailure {...props} />
      </Show>
    </div>
  );
};
