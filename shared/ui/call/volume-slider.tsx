import { LOUDEST } from './volumes.ts';

interface VolumeSliderProps {
  readonly label: string;
  readonly volume: number;
  readonly onChange: (volume: number) => void;
}

/** From silence to twice as loud. */
export const VolumeSlider = (props: VolumeSliderProps) => (
  <input
    type="range"
    min="0"
    max={LOUDEST}
    step="0.05"
    aria-label={props.label}
    aria-valuetext={`${Math.round(props.volume * 100)} %`}
    value={props.volume}
    onInput={(event) => props.onChange(event.currentTarget.valueAsNumber)}
  />
);
