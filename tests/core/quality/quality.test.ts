import { expect, test } from 'vitest';
import { startAdaptation } from '#shared/core/quality/adaptation.ts';
import { type QualityOf, qualityOf } from '#shared/core/quality/quality.ts';
import { calm } from './calm.ts';

const good: QualityOf = {
  measurement: calm,
  score: 95,
  mine: 'none',
  theirs: 'none',
  adaptation: startAdaptation(false),
  lowData: false,
  camera: true,
};

test('[R34] a good connection is four bars and no words', () => {
  expect(qualityOf(good)).toEqual({ bars: 4 });
});

test('[R34] what is bad is said, and on whose side', () => {
  const said = (change: Partial<QualityOf>) => qualityOf({ ...good, score: 30, ...change }).trouble;
  expect(said({ measurement: { ...calm, rtt: 700 } })).toEqual({ kind: 'delay', side: 'between' });
  expect(said({ measurement: { ...calm, lossOut: 0.2 } })).toEqual({ kind: 'slow', side: 'mine' });
  expect(said({ measurement: { ...calm, lossIn: 0.2 } })).toEqual({ kind: 'gaps', side: 'between' });
  expect(said({ measurement: { ...calm, lossIn: 0.2 }, theirs: 'bandwidth' })).toEqual({
    kind: 'slow',
    side: 'theirs',
  });
  expect(said({ measurement: { ...calm, frozen: 0.2 }, theirs: 'cpu' })).toEqual({ kind: 'busy', side: 'theirs' });
});

test('[R35] what was taken from one’s own picture is said with its cause, for as long as it is so', () => {
  const smaller = qualityOf({ ...good, adaptation: { ...startAdaptation(false), step: 3, because: 'cpu' } });
  expect(smaller).toEqual({ bars: 4, trouble: { kind: 'busy', side: 'mine' }, remedy: 'smaller' });
  const none = qualityOf({ ...good, adaptation: { ...startAdaptation(false), step: 6, because: 'bandwidth' } });
  expect(none).toMatchObject({ trouble: { kind: 'slow', side: 'mine' }, remedy: 'no-picture' });
  expect(qualityOf({ ...good, adaptation: startAdaptation(true), lowData: true })).toEqual({ bars: 4 });
});
