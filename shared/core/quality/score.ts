import type { Measurement } from './measurement.ts';

/**
 * The E-model's rating R, 0 to 93.2, in the short form of webrtc-issue-detector 1.17: what delay and loss leave of a
 * conversation (ITU-T G.107).
 */
export const ratingOf = ({ rtt, jitter, lossIn }: Pick<Measurement, 'rtt' | 'jitter' | 'lossIn'>): number => {
  const delay = rtt + 2 * jitter + 10;
  const byDelay = delay < 160 ? delay / 40 : (delay - 120) / 10;
  return Math.max(0, 93.2 - byDelay - 2.5 * lossIn * 100);
};

/** The mean opinion score of a rating, 1 (bad) to 4.4. */
export const mosOf = (rating: number): number => 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating);

/** What is good up to the first value and poor from the second on (G.114 for delay, Jitsi's bars for loss, otherwise ours). */
const LIMITS = {
  rtt: [150, 300],
  jitter: [30, 80],
  lossIn: [0.02, 0.06],
  lossOut: [0.02, 0.06],
  concealed: [0.01, 0.04],
  frozen: [0.01, 0.05],
} as const;
export type Metric = keyof typeof LIMITS;

const GOOD = 80;
const POOR = 40;

/** 100 for nothing, 80 where good ends, 40 where poor begins, 0 at twice that. */
const scoreOf = (value: number, [good, poor]: readonly [number, number]): number => {
  if (value <= good) return 100 - (value / good) * (100 - GOOD);
  if (value <= poor) return GOOD - ((value - good) / (poor - good)) * (GOOD - POOR);
  return Math.max(0, POOR - ((value - poor) / poor) * POOR);
};

/** What is worst in a measurement, and how bad that is: 0 to 100. */
export const worstOf = (measurement: Measurement): { readonly metric: Metric; readonly score: number } => {
  const scores = (Object.keys(LIMITS) as Metric[]).map((metric) => ({
    metric,
    score: scoreOf(measurement[metric], LIMITS[metric]),
  }));
  return scores.reduce((worst, next) => (next.score < worst.score ? next : worst));
};

/** Percent per second by which a score may rise; it falls at once (call-flow.md R34). */
const RISE = 2;

/** So that what is shown does not flicker. */
export const smoothed = (before: number | undefined, now: number, seconds: number): number =>
  before === undefined ? now : Math.min(now, before + RISE * seconds);

/** 4 is good, 3 fair, 2 poor, 1 bad. */
export type Bars = 1 | 2 | 3 | 4;

export const barsOf = (score: number): Bars => (score >= GOOD ? 4 : score >= 60 ? 3 : score >= POOR ? 2 : 1);
