import { levelOf } from '#shared/client/sound/dsp/decibels.ts';
import { SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';

const EDGE = Math.round(0.15 * SAMPLE_RATE);

/** Scale-invariant signal-to-distortion ratio in dB (Le Roux and others, 2019). Both of the same length, without delay. */
export const siSdr = (heard: Float32Array, clean: Float32Array): number => {
  let product = 0;
  let power = 0;
  for (let i = 0; i < clean.length; i++) {
    product += (heard[i] ?? 0) * (clean[i] ?? 0);
    power += (clean[i] ?? 0) ** 2;
  }
  const scale = product / power;
  let target = 0;
  let rest = 0;
  for (let i = 0; i < clean.length; i++) {
    const wanted = scale * (clean[i] ?? 0);
    target += wanted ** 2;
    rest += ((heard[i] ?? 0) - wanted) ** 2;
  }
  return 10 * Math.log10(target / rest);
};

/** dBFS where nobody speaks, 150 ms away from any word; the first second, in which engines learn, is left out. */
export const pauseLevel = (heard: Float32Array, spoken: Uint8Array): number => {
  const pause = heard.filter((_, i) => {
    if (i < SAMPLE_RATE || spoken[i] === 1) return false;
    return spoken[i - EDGE] !== 1 && spoken[i + EDGE] !== 1;
  });
  return levelOf(pause);
};
