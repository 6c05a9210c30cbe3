import { expect, test } from 'vitest';
import { levelOf } from '#shared/client/sound/dsp/decibels.ts';
import { analyseNoise } from '#shared/client/sound/dsp/noise-analysis.ts';
import type { NoiseKind, Suppression } from '#shared/core/sound/sound.ts';
import { NOISES, type NoiseName } from '#tests/bench/noise/noises.ts';

const LENGTH = 3 * 48_000;

const at = (samples: Float32Array, db: number): Float32Array => {
  const gain = 10 ** ((db - levelOf(samples)) / 20);
  return samples.map((sample) => sample * gain);
};

test.each<[NoiseName, number, NoiseKind, Suppression]>([
  ['white', -50, 'broadband', 'moderate'],
  ['white', -70, 'quiet', 'minimal'],
  ['hum', -40, 'hum', 'aggressive'],
  ['fan', -50, 'rumble', 'moderate'],
  ['keyboard', -45, 'impulses', 'aggressive'],
])('%s at %i dBFS is %s, for which %s is right', (noise, level, kind, suggested) => {
  const samples = at(NOISES[noise](LENGTH, 1), level);
  expect(analyseNoise(samples, samples)).toMatchObject({ kind, suggested });
});

test('the threshold is 6 dB above what the gate gets of the noise, and within what a voice reaches', () => {
  const threshold = (level: number): number => {
    const noise = at(NOISES.white(LENGTH, 1), level);
    return analyseNoise(noise, noise).threshold;
  };
  expect(threshold(-55)).toBeGreaterThanOrEqual(-49);
  expect(threshold(-55)).toBeLessThan(-47);
  expect(threshold(-90)).toBe(-60);
  expect(threshold(-20)).toBe(-38);
});
