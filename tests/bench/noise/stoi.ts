import { SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';
import { hann, powerSpectrum } from '#shared/client/sound/dsp/spectrum.ts';
import { resample } from './wav.ts';

// Short-time objective intelligibility (Taal, Hendriks, Heusdens, Jensen, 2011), with the constants of the paper.

const RATE = 10_000;
const FRAME = 256;
const HOP = FRAME / 2;
const FFT = 512;
const BANDS = 15;
const LOWEST = 150;
/** Frames of one comparison: 384 ms. */
const SEGMENT = 30;
/** Frames so much softer than the loudest say nothing. */
const RANGE_DB = 40;
/** −15 dB: more distortion than this counts no further. */
const CLIP = 1 + 10 ** (15 / 20);

const window = hann(FRAME);

const framesOf = (samples: Float32Array): readonly Float32Array[] => {
  const frames: Float32Array[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += HOP)
    frames.push(window.map((weight, i) => weight * (samples[at + i] ?? 0)));
  return frames;
};

const bins = Array.from({ length: BANDS }, (_, band) => {
  const centre = LOWEST * 2 ** (band / 3);
  const bin = (frequency: number): number => Math.round((frequency * FFT) / RATE);
  return [bin(centre * 2 ** (-1 / 6)), bin(centre * 2 ** (1 / 6))] as const;
});

/** The amplitude of each third of an octave. */
const bandsOf = (frame: Float32Array): readonly number[] => {
  const padded = new Float32Array(FFT);
  padded.set(frame);
  const power = powerSpectrum(padded);
  return bins.map(([from, to]) => Math.sqrt(power.subarray(from, to).reduce((sum, value) => sum + value, 0)));
};

const energyOf = (frame: Float32Array): number => 10 * Math.log10(frame.reduce((sum, s) => sum + s * s, 1e-20));

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [product, pa, pb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb];
    product += x * y;
    pa += x * x;
    pb += y * y;
  }
  return product / (Math.sqrt(pa * pb) + 1e-20);
};

const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** How much of the speech is understood, about 0 to 1. Both at 48 kHz, of the same length, without delay. */
export const stoi = (heard: Float32Array, clean: Float32Array): number => {
  const [cleanFrames, heardFrames] = [clean, heard].map((samples) => framesOf(resample(samples, SAMPLE_RATE, RATE)));
  if (!cleanFrames || !heardFrames) throw new Error('nothing to compare');
  const energies = cleanFrames.map(energyOf);
  const least = Math.max(...energies) - RANGE_DB;
  const speaks = (_: Float32Array, index: number): boolean => (energies[index] ?? 0) > least;
  const x = cleanFrames.filter(speaks).map(bandsOf);
  const y = heardFrames.filter(speaks).map(bandsOf);
  let sum = 0;
  let count = 0;
  for (let end = SEGMENT; end <= x.length; end++) {
    for (let band = 0; band < BANDS; band++) {
      const xs = x.slice(end - SEGMENT, end).map((frame) => frame[band] ?? 0);
      const ys = y.slice(end - SEGMENT, end).map((frame) => frame[band] ?? 0);
      const scale = norm(xs) / (norm(ys) + 1e-20);
      const clipped = ys.map((value, i) => Math.min(value * scale, (xs[i] ?? 0) * CLIP));
      sum += correlation(xs, clipped);
      count++;
    }
  }
  return sum / count;
};
