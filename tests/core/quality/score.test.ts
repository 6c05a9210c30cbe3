import { describe, expect, test } from 'vitest';
import { barsOf, mosOf, ratingOf, smoothed, worstOf } from '#shared/core/quality/score.ts';
import { calm } from './calm.ts';

describe('how good a connection is', () => {
  test('[R34] the E-model gives what its formula gives', () => {
    expect(ratingOf({ rtt: 0, jitter: 0, lossIn: 0 })).toBeCloseTo(92.95);
    expect(ratingOf({ rtt: 300, jitter: 20, lossIn: 0.05 })).toBeCloseTo(93.2 - 23 - 12.5);
    expect(mosOf(92.95)).toBeCloseTo(4.4, 1);
    expect(mosOf(0)).toBe(1);
  });

  test('[R34] the worst of what was measured decides', () => {
    expect(worstOf({ ...calm, lossIn: 0.08 }).metric).toBe('lossIn');
    expect(worstOf({ ...calm, frozen: 0.2 })).toEqual({ metric: 'frozen', score: 0 });
    const atLimits = [worstOf({ ...calm, rtt: 150 }), worstOf({ ...calm, rtt: 300 }), worstOf({ ...calm, rtt: 600 })];
    expect(atLimits.map(({ score }) => score)).toEqual([80, 40, 0]);
    expect([100, 70, 45, 10].map(barsOf)).toEqual([4, 3, 2, 1]);
  });

  test('[R34] what is shown falls at once and rises by two percent a second', () => {
    expect(smoothed(undefined, 30, 2)).toBe(30);
    expect(smoothed(90, 30, 2)).toBe(30);
    expect(smoothed(30, 90, 2)).toBe(34);
  });
});
