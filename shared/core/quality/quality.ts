import { type Adaptation, capsAt, leastStep } from './adaptation.ts';
import type { Measurement } from './measurement.ts';
import { type Bars, barsOf, worstOf } from './score.ts';

/** Why a side sends less than it could, as it tells the other. */
export type Strain = 'none' | 'bandwidth' | 'cpu';

/** As a side tells the other. `share`: why it shows less of what it shares; missing from a side that does not tell. */
export interface Strains {
  readonly strain: Strain;
  readonly share?: Strain | undefined;
}

/** What is bad, and on whose side; `between`: on the way. Those of a share are of how it arrives here. */
export type Trouble = {
  readonly kind: 'slow' | 'busy' | 'gaps' | 'delay' | 'share-slow' | 'share-busy' | 'share-gaps';
  readonly side: 'mine' | 'theirs' | 'between';
};

/** What has been done about it on this side. */
export type Remedy = 'smaller' | 'no-picture' | 'less-share' | 'less-of-both';

export interface Quality {
  readonly bars: Bars;
  readonly trouble?: Trouble;
  readonly remedy?: Remedy;
}

/** From here on it is said in words. */
const TOLD = 2;

/** From here on a share misses too much of its packets, or of its frames. */
const SHARE_LOST = 0.06;
const SHARE_DROPPED = 0.2;

/** Why this side shows less of what it shares, where it does. */
export const shareStrainOf = ({ step, because }: Adaptation, share: boolean, lowData: boolean): Strain =>
  (share && step > leastStep(lowData) && because) || 'none';

/** What is bad about what the other side shares. */
export const sharedBadly = ({ shareIn }: Measurement, theirs: Strains): Trouble | undefined => {
  if (!shareIn) return undefined;
  if (shareIn.dropped > SHARE_DROPPED) return { kind: 'share-busy', side: 'mine' };
  if (theirs.share === 'cpu') return { kind: 'share-busy', side: 'theirs' };
  if (theirs.share === 'bandwidth') return { kind: 'share-slow', side: 'theirs' };
  return shareIn.lost > SHARE_LOST ? { kind: 'share-gaps', side: 'between' } : undefined;
};

const troubleOf = (measurement: Measurement, mine: Strain, theirs: Strain, shared: Trouble | undefined): Trouble => {
  const { metric } = worstOf(measurement);
  const { shareIn, lossIn } = measurement;
  // The voice has a better way than what is lost of the share.
  if (shared && metric === 'lossIn' && shareIn && shareIn.lost > lossIn) return shared;
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
  /** Why this side shows less of what it shares. */
  readonly shareStrain: Strain;
  /** What has been bad for a while about what the other side shares. */
  readonly shared?: Trouble | undefined;
  readonly adaptation: Adaptation;
  readonly lowData: boolean;
  /** A picture is meant to be sent. */
  readonly camera: boolean;
}

const remedyOf = ({ adaptation: { step }, lowData, camera, shareStrain }: QualityOf): Remedy | undefined => {
  const less = shareStrain !== 'none';
  if (!camera || step <= leastStep(lowData)) return less ? 'less-share' : undefined;
  if (capsAt(step).camera === 'off') return 'no-picture';
  return less ? 'less-of-both' : 'smaller';
};

/** What is shown of the connection: the worst thing, and what was done here. */
export const qualityOf = (of: QualityOf): Quality => {
  const { measurement, mine, theirs, adaptation, camera, lowData, shareStrain, shared } = of;
  const bars = barsOf(of.score);
  const remedy = remedyOf(of);
  const cause = camera && adaptation.step > leastStep(lowData) ? adaptation.because : shareStrain;
  const trouble: Trouble | undefined =
    bars <= TOLD
      ? troubleOf(measurement, mine, theirs, shared)
      : (shared ?? (remedy && { kind: cause === 'cpu' ? 'busy' : 'slow', side: 'mine' }));
  return { bars, ...(trouble && { trouble }), ...(remedy && { remedy }) };
};
