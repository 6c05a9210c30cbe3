import { expect, test } from 'vitest';
import { startAdaptation } from '#shared/core/quality/adaptation.ts';
import { type QualityOf, qualityOf, sharedBadly, shareStrainOf } from '#shared/core/quality/quality.ts';
import { calm } from './calm.ts';

const good: QualityOf = {
  measurement: calm,
  score: 95,
  mine: 'none',
  theirs: 'none',
  shareStrain: 'none',
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

test('[R34] a share that arrives badly is said, and why', () => {
  const none = { strain: 'none', share: 'none' } as const;
  const arriving = (lost: number, dropped: number) => ({ ...calm, shareIn: { lost, dropped } });
  expect(sharedBadly(arriving(0.01, 0.05), none)).toBeUndefined();
  expect(sharedBadly(arriving(0.1, 0), none)).toEqual({ kind: 'share-gaps', side: 'between' });
  expect(sharedBadly(arriving(0.1, 0.5), none)).toEqual({ kind: 'share-busy', side: 'mine' });
  const slow = { kind: 'share-slow', side: 'theirs' } as const;
  expect(sharedBadly(arriving(0, 0), { ...none, share: 'bandwidth' })).toEqual(slow);
  expect(sharedBadly(arriving(0, 0), { ...none, share: 'cpu' })).toEqual({ kind: 'share-busy', side: 'theirs' });
  // Nothing is shared with us, or the other side is of a version that does not tell.
  expect(sharedBadly(calm, { ...none, share: 'cpu' })).toBeUndefined();
  expect(sharedBadly(arriving(0, 0), { strain: 'cpu' })).toBeUndefined();
  expect(qualityOf({ ...good, shared: slow })).toEqual({ bars: 4, trouble: slow });
});

test('[R35] a share that is sent with less is said with its cause, as its other side is told it', () => {
  const low = { ...startAdaptation(false), step: 2, because: 'bandwidth' } as const;
  expect(shareStrainOf(low, true, false)).toBe('bandwidth');
  expect(shareStrainOf(low, false, false)).toBe('none');
  expect(shareStrainOf(startAdaptation(true), true, true)).toBe('none');
  const said = (change: Partial<QualityOf>) => qualityOf({ ...good, ...change });
  expect(said({ camera: false, adaptation: low, shareStrain: 'bandwidth' })).toEqual({
    bars: 4,
    trouble: { kind: 'slow', side: 'mine' },
    remedy: 'less-share',
  });
  expect(said({ shareStrain: 'cpu' })).toMatchObject({ trouble: { kind: 'busy', side: 'mine' }, remedy: 'less-share' });
  expect(said({ adaptation: low, shareStrain: 'bandwidth' }).remedy).toBe('less-of-both');
  expect(said({ adaptation: { ...low, step: 6 }, shareStrain: 'bandwidth' }).remedy).toBe('no-picture');
});

test('[R34] the worst comes first: what is lost of a share is not said of the voice, and a bad voice goes before all', () => {
  const shared = { kind: 'share-gaps', side: 'between' } as const;
  const bad = (lossIn: number, lost: number) =>
    qualityOf({ ...good, score: 30, shared, measurement: { ...calm, lossIn, shareIn: { lost, dropped: 0 } } }).trouble;
  expect(bad(0.1, 0.15)).toEqual(shared);
  expect(bad(0.2, 0.15)).toEqual({ kind: 'gaps', side: 'between' });
});
