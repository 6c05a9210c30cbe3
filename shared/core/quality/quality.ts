import { type Adaptation, capsAt, leastStep } from './adaptation.ts';
import type { Measurement } from './measurement.ts';
import { type Bars, barsOf, worstOf } from './score.ts';

/** Why a side sends less than it could, as it tells the other. */
export type Strain = 'none' | 'bandwidth' | 'cpu';

/** What is bad, and on whose side; `between`: on the way. */
export type Trouble = {
  readonly kind: 'slow' | 'busy' | 'gaps' | 'delay';
  readonly side: 'mine' | 'theirs' | 'between';
};

/** What has been done about it on this side. */
export type Remedy = 'smaller' | 'no-picture';

export interface Quality {
  readonly bars: Bars;
  readonly trouble?: Trouble;
  readonly remedy?: Remedy;
}

/** From here on it is said in words. */
const TOLD = 2;

const troubleOf = (measurement: Measurement, mine: Strain, theirs: Strain): Trouble => {
  const { metric } = worstOf(measurement);
  if (metric === 'rtt') return { kind: 'delay', side: 'between' };
  if (metric === 'lossOut') return { kind: 'slow', side: 'mine' };
  if (mine === 'bandwidth' && measurement.lossOut > measurement.lossIn) return { kind: 'slow', side: 'mine' };
  if (theirs !== 'none') return { kind: theirs === 'cpu' ? 'busy' : 'slow', side: 'theirs' };
  return { kind: 'gaps', side: 'between' };
};

export interface QualityOf {
  readonly measurement: Measurement;
  /** Smoothed, 0 to 100. */
  readonly score: number;
  readonly mine: Strain;
  readonly theirs: Strain;
  readonly adaptation: Adaptation;
  readonly lowData: boolean;
  /** A picture is meant to be sent. */
  readonly camera: boolean;
}

/** What is shown of the connection. */
export const qualityOf = ({ measurement, score, mine, theirs, adaptation, lowData, camera }: QualityOf): Quality => {
  const bars = barsOf(score);
  const { step, because } = adaptation;
  const taken = camera && step > leastStep(lowData);
  const remedy: Remedy | undefined = taken ? (capsAt(step).camera === 'off' ? 'no-picture' : 'smaller') : undefined;
  const trouble: Trouble | undefined =
    bars <= TOLD
      ? troubleOf(measurement, mine, theirs)
      : remedy && { kind: because === 'cpu' ? 'busy' : 'slow', side: 'mine' };
  return { bars, ...(trouble && { trouble }), ...(remedy && { remedy }) };
};
