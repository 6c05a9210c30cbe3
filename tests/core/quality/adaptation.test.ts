import { describe, expect, test } from 'vitest';
import {
  type Adaptation,
  adapt,
  capsAt,
  capsFor,
  LOW_DATA_KBPS,
  PICTURE_HEADERS,
  type Sending,
  SOUND_HEADERS,
  startAdaptation,
  strainOf,
} from '#shared/core/quality/adaptation.ts';
import type { Measurement } from '#shared/core/quality/measurement.ts';
import { defaultShareChoices, shareCap } from '#shared/core/quality/share-choice.ts';
import { calm } from './calm.ts';

const CAMERA: Sending = { camera: true, share: false, sounds: 0 };
const BOTH: Sending = { camera: true, share: true, sounds: 0 };
const LOSSY: Measurement = { ...calm, lossOut: 0.1 };
const LOOK_MS = 2_000;

/** Looks every two seconds, from `from` on. */
const watched = (
  before: Adaptation,
  looks: readonly Measurement[],
  { sending = CAMERA, lowData = false, from = 0 } = {},
): Adaptation => looks.reduce((now, look, index) => adapt(now, look, sending, lowData, from + index * LOOK_MS), before);

const times = (count: number, look: Measurement): readonly Measurement[] => Array<Measurement>(count).fill(look);

describe('sending less, and more again', () => {
  test('[R35] one bad look changes nothing, two are a step down', () => {
    expect(watched(startAdaptation(false), [LOSSY, calm, LOSSY]).step).toBe(0);
    expect(watched(startAdaptation(false), [LOSSY, LOSSY]).step).toBeGreaterThan(0);
  });

  test('[R35] a share loses frames before the camera loses lines, and at last there is no picture', () => {
    const seen = [2, 4, 6, 8, 10, 12].map((looks) =>
      capsAt(watched(startAdaptation(false), times(looks, { ...calm, lossOut: 0.3 }), { sending: BOTH }).step),
    );
    expect(seen[0]).toMatchObject({ camera: { height: 720 }, share: { fps: 15 } });
    expect(seen.map(({ camera }) => (camera === 'off' ? 0 : camera.height))).toEqual([720, 540, 360, 270, 180, 0]);
    expect(Math.min(...seen.map(({ voice }) => voice))).toBeGreaterThan(0);
  });

  test('[R35] packets that are lost on the air leave the smallest picture', () => {
    expect(capsAt(watched(startAdaptation(false), times(60, LOSSY)).step).camera).toMatchObject({ height: 180 });
  });

  test('[R35] the voice alone has nothing to lose', () => {
    const sending = { camera: false, share: false, sounds: 0 };
    expect(watched(startAdaptation(false), times(20, LOSSY), { sending }).step).toBe(0);
  });

  test('a longer round trip, a busy device and a browser that complains of the bandwidth are signs, too', () => {
    const down = (look: Measurement) => watched(startAdaptation(false), [calm, look, look]).step > 0;
    expect(down({ ...calm, rtt: 130 })).toBe(true);
    expect(down({ ...calm, limited: 'cpu' })).toBe(true);
    expect(down({ ...calm, limited: 'bandwidth', available: 400 })).toBe(true);
    // A camera that has just begun.
    expect(down({ ...calm, limited: 'bandwidth', available: 1_400 })).toBe(false);
    expect(down({ ...calm, lossIn: 0.2 })).toBe(false);
  });

  test('[R35] a way that has become longer for good takes the picture away for a while at most', () => {
    const farther: Measurement = { ...calm, rtt: 250 };
    const near = watched(startAdaptation(false), times(5, calm));
    const off = watched(near, times(12, farther), { from: 10_000 });
    expect(capsAt(off.step).camera).toBe('off');
    expect(watched(off, times(60, farther), { from: 34_000 }).step).toBe(0);
    // What was a queue, and has gone, is one when it comes again.
    const short = watched(off, [...times(2, farther), calm], { from: 34_000 });
    expect(strainOf(farther, short, CAMERA, false)).toBe('bandwidth');
  });

  test('[R35] ten good seconds are a step up, and after one that was too early it takes twenty', () => {
    const low = watched(startAdaptation(false), times(4, LOSSY));
    const steady = watched(low, times(5, calm), { from: 8_000 });
    expect(steady.step).toBe(low.step);
    const higher = watched(steady, [calm], { from: 18_000 });
    expect(higher.step).toBe(low.step - 1);
    const fallen = watched(higher, [LOSSY, LOSSY], { from: 20_000 });
    expect(fallen.step).toBe(low.step);
    expect(watched(fallen, times(9, calm), { from: 24_000 }).step).toBe(low.step);
    expect(watched(fallen, times(12, calm), { from: 24_000 }).step).toBe(low.step - 1);
  });

  test('[R35] who saves data begins with 300 kbit/s in all, and never sends more', () => {
    const saving = startAdaptation(true);
    expect(watched(saving, times(60, calm), { lowData: true }).step).toBe(saving.step);
    for (const camera of [true, false])
      for (const shares of [0, 1, 2, 3])
        for (let sounds = 0; sounds <= shares; sounds++)
          for (let step = saving.step; step <= 6; step++) {
            const sending = { camera, share: shares > 0, sounds };
            const caps = capsFor(step, sending, true);
            const ofCamera = camera && caps.camera !== 'off' ? caps.camera.kbps : 0;
            const choices = [defaultShareChoices.screen, defaultShareChoices.tab, defaultShareChoices.tab].slice(
              0,
              shares,
            );
            const ofShares = choices.reduce((sum, choice) => sum + shareCap(caps.share, choice, shares).kbps, 0);
            const pictures = (ofCamera + ofShares) * PICTURE_HEADERS;
            const heard = caps.voice + SOUND_HEADERS + (sounds > 0 ? caps.sound + sounds * SOUND_HEADERS : 0);
            expect(pictures + heard).toBeLessThanOrEqual(LOW_DATA_KBPS);
            expect(ofCamera + ofShares).toBeGreaterThan((camera && step < 6) || shares > 0 ? 20 : -1);
          }
  });

  test('[R35] who saves data has all of it for the camera while nothing else is shown', () => {
    const { step } = startAdaptation(true);
    expect(capsFor(step, CAMERA, true)).toEqual(capsAt(step));
    expect(capsFor(step, { ...BOTH, sounds: 1 }, true).camera).toMatchObject({
      height: expect.closeTo(160, -1),
      fps: 15,
    });
    expect(capsFor(step, { ...BOTH, sounds: 1 }, false)).toEqual(capsAt(step));
  });
});
