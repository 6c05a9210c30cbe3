import { expect } from '@playwright/test';
import { test } from './ends.ts';

const dB = (times: number): number => 20 * Math.log10(times);

test('a volume above 100 % makes quiet sound just as many times as loud, with no jump', async ({
  ends: { caller },
}) => {
  for (const amplitude of [0.02, 0.1, 0.3]) {
    for (const volume of [1, 1.01, 1.5, 2]) {
      const { loudness } = await caller.evaluate(([amplitude, volume]) => end.amplified(amplitude, volume), [
        amplitude,
        volume,
      ] as const);
      expect(loudness).toBeGreaterThan(dB(amplitude * volume) - 0.5);
      expect(loudness).toBeLessThan(dB(amplitude * volume) + 0.5);
    }
  }
});

test('loud sound is not distorted at any volume, not even as it begins', async ({ ends: { caller } }) => {
  for (const volume of [1, 1.01, 1.5, 2]) {
    const { loudness, peak } = await caller.evaluate((volume) => end.amplified(1, volume), volume);
    expect(peak).toBeLessThanOrEqual(0);
    expect(loudness).toBeGreaterThan(-1.5);
  }
});
