import type { Speech } from './speech.ts';

const powerOf = (samples: Float32Array, counts: (index: number) => boolean): number => {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (!counts(i)) continue;
    sum += (samples[i] ?? 0) ** 2;
    count++;
  }
  return sum / Math.max(1, count);
};

/** Speech in noise; the ratio, in dB, is that while somebody speaks. */
export const mix = ({ samples, spoken }: Speech, noise: Float32Array, snr: number): Float32Array => {
  const whileSpoken = (index: number): boolean => spoken[index] === 1;
  const gain = Math.sqrt(powerOf(samples, whileSpoken) / (powerOf(noise, () => true) * 10 ** (snr / 10)));
  return samples.map((sample, i) => sample + gain * (noise[i] ?? 0));
};
