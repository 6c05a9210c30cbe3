import type { Measurement } from './measurement.ts';

/** The most that a picture is sent with. */
export interface Cap {
  /** Lines. */
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
}

export interface Caps {
  /** `off`: no picture is sent. */
  readonly camera: Cap | 'off';
  readonly share: Cap;
  /** Kilobits per second of the voice, which is sent whatever happens. */
  readonly voice: number;
}

const share = (fps: number, kbps: number): Cap => ({ height: 1080, fps, kbps });
const VOICE = 40;

/**
 * First the share has fewer frames, then the camera fewer lines, then it is off; the voice stays (call-flow.md R35; sizes and
 * rates: audio.md §5).
 */
const STEPS: readonly Caps[] = [
  { camera: { height: 720, fps: 30, kbps: 1500 }, share: share(30, 2500), voice: VOICE },
  { camera: { height: 720, fps: 30, kbps: 1200 }, share: share(15, 1200), voice: VOICE },
  { camera: { height: 540, fps: 24, kbps: 800 }, share: share(5, 500), voice: VOICE },
  { camera: { height: 360, fps: 24, kbps: 450 }, share: share(5, 400), voice: VOICE },
  { camera: { height: 270, fps: 15, kbps: 250 }, share: share(5, 250), voice: VOICE },
  { camera: { height: 180, fps: 15, kbps: 120 }, share: share(5, 150), voice: 32 },
  { camera: 'off', share: share(5, 100), voice: 24 },
];

/** Where a person who saves data begins: 300 kbit/s in all (RingRTC). */
const LOW_DATA_STEP = 4;

/** The highest step there is. */
export const leastStep = (lowData: boolean): number => (lowData ? LOW_DATA_STEP : 0);

export const capsAt = (step: number): Caps => STEPS[step] as Caps;

const LAST = STEPS.length - 1;

/** Looks in a row that must be bad before the next step down. */
const BAD_LOOKS = 2;
/** Milliseconds that must be good before a step up; twice as many after each one that was too early, up to the most. */
const GOOD_MS = 10_000;
const MOST_GOOD_MS = 80_000;
/** A step up that fails within so long was too early. */
const EARLY_MS = 20_000;
/** Share of our packets that is lost, and milliseconds more than the least round trip, from which on less is sent. */
const LOSS = 0.05;
const DELAY_MS = 100;
/** Share of our packets that is lost, from which on no picture is sent: up to here the smallest one still moves. */
const PICTURE_LOSS = 0.2;

export interface Adaptation {
  readonly step: number;
  /** Of the last step down. */
  readonly because?: 'bandwidth' | 'cpu';
  readonly bad: number;
  /** Since when all is well. */
  readonly goodSince?: number;
  /** The last step up. */
  readonly roseAt?: number;
  readonly patience: number;
  readonly leastRtt: number;
}

export const startAdaptation = (lowData: boolean): Adaptation => ({
  step: leastStep(lowData),
  bad: 0,
  patience: GOOD_MS,
  leastRtt: Number.POSITIVE_INFINITY,
});

export type Sending = { readonly camera: boolean; readonly share: boolean };

const wanted = ({ camera, share }: Caps, sending: Sending): number =>
  (sending.camera && camera !== 'off' ? camera.kbps : 0) + (sending.share ? share.kbps : 0);

/** What the browser holds possible grows with what is sent: only together with its own complaint does it say anything. */
const isShort = ({ available, limited }: Measurement, step: number, sending: Sending): boolean =>
  limited === 'bandwidth' && available !== undefined && available < wanted(capsAt(step), sending) / 2;

const isLate = ({ rtt }: Measurement, { leastRtt }: Adaptation): boolean => rtt > leastRtt + DELAY_MS;

/** Why less should be sent, or nothing. */
export const strainOf = (
  measurement: Measurement,
  adaptation: Adaptation,
  sending: Sending,
): 'bandwidth' | 'cpu' | undefined => {
  if (measurement.limited === 'cpu') return 'cpu';
  const lossy = measurement.lossOut > LOSS;
  const strained = lossy || isLate(measurement, adaptation) || isShort(measurement, adaptation.step, sending);
  return strained ? 'bandwidth' : undefined;
};

/** How far down a measurement may lead: loss alone leaves the smallest picture. */
const lowestFor = (measurement: Measurement, before: Adaptation, sending: Sending): number => {
  const { limited, lossOut } = measurement;
  const choked = isLate(measurement, before) || isShort(measurement, before.step, sending);
  return limited === 'cpu' || choked || lossOut > PICTURE_LOSS ? LAST : LAST - 1;
};

/** The next step that changes something of what is being sent; the same one where there is none. */
const below = (step: number, lowest: number, sending: Sending): number => {
  const now = wanted(capsAt(step), sending);
  for (let next = step + 1; next <= lowest; next++) {
    if (wanted(capsAt(next), sending) < now) return next;
  }
  return step;
};

/**
 * One look, at `now` (milliseconds): a step down after two bad ones, a step up after ten good seconds. Pictures come back by
 * the same way.
 */
export const adapt = (
  before: Adaptation,
  measurement: Measurement,
  sending: Sending,
  lowData: boolean,
  now: number,
): Adaptation => {
  const strain = strainOf(measurement, before, sending);
  const leastRtt = Math.min(before.leastRtt, measurement.rtt);
  if (strain) {
    const { goodSince: _, ...rest } = before;
    const bad = before.bad + 1;
    if (bad < BAD_LOOKS) return { ...rest, leastRtt, bad };
    const early = before.roseAt !== undefined && now - before.roseAt < EARLY_MS;
    const patience = early ? Math.min(before.patience * 2, MOST_GOOD_MS) : before.patience;
    const step = below(before.step, lowestFor(measurement, before, sending), sending);
    return { ...rest, leastRtt, bad: 0, step, because: strain, patience };
  }
  const goodSince = before.goodSince ?? now;
  if (before.step <= leastStep(lowData) || now - goodSince < before.patience)
    return { ...before, leastRtt, bad: 0, goodSince };
  return { ...before, leastRtt, bad: 0, goodSince: now, step: before.step - 1, roseAt: now };
};
