import { describe, expect, test } from 'vitest';
import { defaultRingChoices, type RingChoices } from '#shared/core/privacy/ring-choices.ts';
import { isQuietTime, isSilentRing, mannerOf, withManner } from '#shared/core/privacy/ring-manner.ts';
import { ann, bo } from '#tests/fakes/ids.ts';

/** By the clock of this device, whichever time zone it is in. */
const at = (hours: number, minutes = 0): number => new Date(2026, 10, 22, hours, minutes).getTime();
const NIGHT = { from: 22 * 60, to: 7 * 60 };
const quiet: RingChoices = { ...defaultRingChoices, quiet: NIGHT };

describe('how a call rings', () => {
  test('[R12] a contact is silent, rings, or rings always; the last that was chosen stands', () => {
    const silent = withManner(defaultRingChoices, ann, 'silent');
    expect(mannerOf(silent, ann)).toBe('silent');
    expect(mannerOf(silent, bo)).toBe('ring');
    const always = withManner(silent, ann, 'always');
    expect(always).toMatchObject({ silent: [], always: [ann] });
    expect(withManner(always, ann, 'ring')).toEqual(defaultRingChoices);
  });

  test.each([
    [at(21, 59), false],
    [at(22), true],
    [at(3), true],
    [at(6, 59), true],
    [at(7), false],
  ])('[R12] quiet hours may go through midnight: %d', (now, expected) => {
    expect(isQuietTime(NIGHT, now)).toBe(expected);
  });

  test('[R12] quiet hours of a day, and those that last no time', () => {
    const noon = { from: 12 * 60, to: 13 * 60 };
    expect([at(11, 59), at(12), at(12, 59), at(13)].map((now) => isQuietTime(noon, now))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isQuietTime({ from: 600, to: 600 }, at(10))).toBe(false);
  });

  test('[R12] in quiet hours only those ring who always do', () => {
    expect(isSilentRing(quiet, ann, at(23))).toBe(true);
    expect(isSilentRing(quiet, ann, at(12))).toBe(false);
    expect(isSilentRing(withManner(quiet, ann, 'always'), ann, at(23))).toBe(false);
    expect(isSilentRing(withManner(quiet, ann, 'silent'), ann, at(12))).toBe(true);
    expect(isSilentRing(defaultRingChoices, ann, at(23))).toBe(false);
  });
});
