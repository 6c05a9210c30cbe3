import type { Background, NoiseKind, Suppression } from '#shared/core/sound/sound.ts';
import { decibels, levelOf } from './decibels.ts';
import { SAMPLE_RATE, samplesIn } from './format.ts';
import { hann, powerSpectrum } from './spectrum.ts';

const FRAME = samplesIn(20);
/** Bins of 5.9 Hz: narrow enough to tell a hum from its neighbours. */
const FFT = 8_192;
const BIN = SAMPLE_RATE / FFT;
const window = hann(FFT);

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? decibels(0);

/** dBFS of frames of 20 ms, from the softest to the loudest. */
const levels = (samples: Float32Array): readonly number[] => {
  const found: number[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) found.push(levelOf(samples.subarray(at, at + FRAME)));
  return found.sort((a, b) => a - b);
};

const averageSpectrum = (samples: Float32Array): Float32Array => {
  const sum = new Float32Array(FFT / 2 + 1);
  for (let at = 0; at + FFT <= samples.length; at += FFT / 2) {
    const frame = samples.subarray(at, at + FFT).map((sample, i) => sample * (window[i] ?? 0));
    for (const [bin, power] of powerSpectrum(frame).entries()) sum[bin] = (sum[bin] ?? 0) + power;
  }
  return sum;
};

const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

/** Harmonics of the mains stand at least 10 dB above what is beside them. */
const isHum = (spectrum: Float32Array, mains: number): boolean => {
  let standing = 0;
  for (let harmonic = 1; harmonic <= 10; harmonic++) {
    const bin = Math.round((mains * harmonic) / BIN);
    const peak = Math.max(...spectrum.subarray(bin - 1, bin + 2));
    const beside = (total(spectrum.subarray(bin - 4, bin - 2)) + total(spectrum.subarray(bin + 3, bin + 5))) / 4;
    if (peak > 10 * beside) standing++;
  }
  return standing >= 4;
};

/** The geometric over the arithmetic mean, 1 for white noise, from 100 Hz to 8 kHz. */
const flatness = (spectrum: Float32Array): number => {
  const heard = spectrum.subarray(Math.round(100 / BIN), Math.round(8_000 / BIN));
  const logs = heard.reduce((sum, power) => sum + Math.log(power + 1e-20), 0);
  return Math.exp(logs / heard.length) / (total(heard) / heard.length + 1e-20);
};

/** dB from the RMS of all to the peaks of the loudest thousandth. */
const crest = (samples: Float32Array): number => {
  const sorted = samples.map(Math.abs).sort();
  return decibels(sorted[Math.floor(sorted.length * 0.999)] ?? 0) - levelOf(samples);
};

const QUIET = -60;
const LOUD = -45;

// The limits are proposals: they tell the noises of the tests apart, and were not set by ear.
const kindOf = (samples: Float32Array, floor: number): NoiseKind => {
  if (crest(samples) > 16) return 'impulses';
  if (floor < QUIET) return 'quiet';
  const spectrum = averageSpectrum(samples);
  if (isHum(spectrum, 50) || isHum(spectrum, 60)) return 'hum';
  if (total(spectrum.subarray(0, Math.round(300 / BIN))) > 0.8 * total(spectrum)) return 'rumble';
  return flatness(spectrum) > 0.3 ? 'broadband' : 'mixed';
};

const suggestionFor = (kind: NoiseKind, floor: number, loud: number): Suppression => {
  if (kind === 'impulses' && loud > QUIET) return 'aggressive';
  if (floor < QUIET) return 'minimal';
  return floor > LOUD ? 'aggressive' : 'moderate';
};

/** Above what is let through of the noise, within what a voice reaches. */
const MARGIN = 6;
const LEAST = -60;
const MOST = -38;

/** What some seconds without speech were. `raw`: as the microphone gives it; `cleaned`: as the gate gets it. */
export const analyseNoise = (raw: Float32Array, cleaned: Float32Array): Background => {
  const found = levels(raw);
  const floor = percentile(found, 0.5);
  const loud = percentile(found, 0.95);
  const kind = kindOf(raw, floor);
  const threshold = Math.min(MOST, Math.max(LEAST, percentile(levels(cleaned), 0.95) + MARGIN));
  return {
    floor,
    loud,
    kind,
    suggested: suggestionFor(kind, floor, loud),
    threshold: Math.round(threshold),
  };
};
