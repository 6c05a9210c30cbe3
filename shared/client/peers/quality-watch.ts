import {
  type Adaptation,
  adapt,
  type Caps,
  capsFor,
  leastStep,
  onNewWay,
  type Sending,
  startAdaptation,
} from '#shared/core/quality/adaptation.ts';
import type { Measurement } from '#shared/core/quality/measurement.ts';
import {
  type Quality,
  qualityOf,
  type Strains,
  sharedBadly,
  shareStrainOf,
  type Trouble,
} from '#shared/core/quality/quality.ts';
import { mosOf, ratingOf, smoothed, worstOf } from '#shared/core/quality/score.ts';
import { settle, settled } from '#shared/core/quality/settled.ts';
import { isSameValue } from '#shared/core/same-value.ts';
import { type Counters, measure } from './measure.ts';

/** How often the browser is asked (call-flow.md R34). */
export const LOOK_MS = 2_000;

/** What the curious can read. */
export interface QualityReport {
  readonly quality: Quality;
  readonly measurement: Measurement;
  /** Mean opinion score by the E-model, 1 to 4.4. */
  readonly mos: number;
  readonly caps: Caps;
  /** As the browser gives them. */
  readonly reports: readonly object[];
}

export interface QualityWatch {
  /** What the other side says of its own. */
  heard(theirs: Strains): void;
  setLowData(lowData: boolean): void;
  /** Something else is meant to be sent than before. */
  sendingChanged(): void;
  /** The newest; `undefined` before the second look. */
  report(): QualityReport | undefined;
  stop(): void;
}

export interface QualityWatchOptions {
  readonly lowData: boolean;
  /** Reports of the connections, the one that carries the call first; none while the path is lost. */
  readonly reports: () => Promise<readonly object[]>;
  /** What is meant to be sent. */
  readonly sending: () => Sending;
  readonly apply: (caps: Caps) => void;
  readonly tell: (mine: Strains) => void;
  /** At each look. */
  readonly onLook: (found: Omit<QualityReport, 'caps'>) => void;
  /** It has changed. */
  readonly onQuality: (quality: Quality) => void;
  readonly now: () => number;
}

/** Looks at the connections of a call, says how they are, and sends less or more. */
export const watchQuality = (options: QualityWatchOptions): QualityWatch => {
  const { reports, sending, apply, tell, onLook, onQuality, now } = options;
  let { lowData } = options;
  let adaptation: Adaptation = startAdaptation(lowData);
  let counters: Counters | undefined;
  let way: string | undefined;
  let score: number | undefined;
  let mine: Strains = { strain: 'none', share: 'none' };
  let theirs: Strains = { strain: 'none' };
  let shared = settled<Trouble | undefined>(undefined);
  let newest: Omit<QualityReport, 'caps'> | undefined;

  const allowed = (): Caps => capsFor(adaptation.step, sending(), lowData);
  let applied = allowed();
  apply(applied);

  const applyAnew = (): void => {
    const caps = allowed();
    if (isSameValue(caps, applied)) return;
    applied = caps;
    apply(caps);
  };

  const move = (next: Adaptation): void => {
    adaptation = next;
    applyAnew();
  };

  const look = async (): Promise<void> => {
    const found = await reports();
    if (found.length === 0) {
      counters = undefined;
      return;
    }
    const at = now();
    const seconds = counters ? (at - counters.at) / 1000 : 0;
    const [counted, measurement] = measure(found, counters, at);
    counters = counted;
    if (counted.way !== way) adaptation = onNewWay(adaptation);
    way = counted.way;
    if (!measurement) return;

    move(adapt(adaptation, measurement, sending(), lowData, at));
    score = smoothed(score, worstOf(measurement).score, seconds);
    const { camera, share } = sending();
    const shareStrain = shareStrainOf(adaptation, share, lowData);
    shared = settle(shared, sharedBadly(measurement, theirs));
    const strains: Strains = { strain: measurement.limited ?? 'none', share: shareStrain };
    if (!isSameValue(strains, mine)) tell(strains);
    mine = strains;
    const quality = qualityOf({
      measurement,
      score,
      mine: mine.strain,
      theirs: theirs.strain,
      shareStrain,
      shared: shared.value,
      adaptation,
      lowData,
      camera,
    });
    const changed = !isSameValue(quality, newest?.quality);
    newest = { quality, measurement, mos: mosOf(ratingOf(measurement)), reports: found };
    onLook(newest);
    if (changed) onQuality(quality);
  };

  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);

  return {
    heard: ({ strain, share }) => {
      theirs = { strain, share };
    },
    setLowData: (on) => {
      if (on === lowData) return;
      lowData = on;
      // Saving begins at once; what the network allows is found from the top.
      move(on && adaptation.step > leastStep(true) ? adaptation : startAdaptation(on));
    },
    sendingChanged: applyAnew,
    report: () => newest && { ...newest, caps: applied },
    stop: () => clearInterval(timer),
  };
};
