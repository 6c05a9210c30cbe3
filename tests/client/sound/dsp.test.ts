import { describe, expect, test } from 'vitest';
import { levelOf } from '#shared/client/sound/dsp/decibels.ts';
import { SAMPLE_RATE, samplesIn } from '#shared/client/sound/dsp/format.ts';
import { GATE_DELAY, Gate } from '#shared/client/sound/dsp/gate.ts';
import { HighPass } from '#shared/client/sound/dsp/high-pass.ts';
import { LoadGuard } from '#shared/client/sound/dsp/load-guard.ts';
import { type Level, Meter } from '#shared/client/sound/dsp/meter.ts';
import { Reblock, reblockDelay } from '#shared/client/sound/dsp/reblock.ts';
import { powerSpectrum } from '#shared/client/sound/dsp/spectrum.ts';
import { inBlocks, join, silence, tone } from './signals.ts';

test('the high-pass takes rumble and leaves speech', () => {
  const through = (frequency: number): number => {
    const filter = new HighPass(80);
    return levelOf(inBlocks(tone(frequency, -20, 1), (block) => filter.process(block)).subarray(SAMPLE_RATE / 2));
  };
  expect(through(20)).toBeLessThan(-43);
  expect(through(80)).toBeCloseTo(-23, 0);
  expect(through(300)).toBeCloseTo(-20, 1);
});

test.each([480, 768, 128])('frames of %i samples come out as they went in, so many samples later', (frame) => {
  const sound = tone(440, -20, 0.1);
  const sizes = new Set<number>();
  const reblock = new Reblock(frame, ({ length }) => sizes.add(length));
  const out = inBlocks(sound, (block) => reblock.process(block));
  const delay = reblockDelay(frame);
  expect([...sizes]).toEqual([frame]);
  expect(out.subarray(0, delay).every((sample) => sample === 0)).toBe(true);
  expect(out.subarray(delay, sound.length)).toEqual(sound.subarray(0, sound.length - delay));
});

test('a spectrum has a tone where it is, and all of its power', () => {
  const size = 512;
  const spectrum = powerSpectrum(tone((SAMPLE_RATE / size) * 40, -20, 1).subarray(0, size));
  expect(spectrum.indexOf(Math.max(...spectrum))).toBe(40);
  expect(10 * Math.log10((2 * (spectrum[40] ?? 0)) / size ** 2)).toBeCloseTo(-20, 3);
});

describe('the gate', () => {
  const gated = (sound: Float32Array, threshold: number, speech?: number, on = true): Float32Array => {
    const gate = new Gate({ on, threshold });
    return inBlocks(sound, (block) => gate.process(block, speech));
  };
  const at = (sound: Float32Array, seconds: number): number =>
    levelOf(sound.subarray(seconds * SAMPLE_RATE, (seconds + 0.1) * SAMPLE_RATE));

  test('lets a voice through from its beginning, and closes in the silence after it', () => {
    const sound = join(silence(0.5), tone(300, -30, 0.5), tone(300, -60, 1.5));
    const out = gated(sound, -45);
    const onset = 0.5 * SAMPLE_RATE + GATE_DELAY;
    expect(levelOf(out.subarray(onset, onset + samplesIn(10)))).toBeGreaterThan(-34);
    expect(at(out, 0.7)).toBeCloseTo(-30, 0);
    expect(at(out, 1.15)).toBeGreaterThan(-61);
    expect(at(out, 2.2)).toBeLessThan(-110);
  });

  test('stays open down to 6 dB below its threshold', () => {
    const out = gated(join(tone(300, -30, 0.5), tone(300, -49, 1)), -45);
    expect(at(out, 1.3)).toBeCloseTo(-49, 0);
    expect(at(gated(tone(300, -49, 1), -45), 0.8)).toBeLessThan(-100);
  });

  test('closes sooner where nobody speaks', () => {
    const sound = join(tone(300, -30, 0.5), tone(300, -60, 0.5));
    expect(at(gated(sound, -45, 0.1), 0.75)).toBeLessThan(at(gated(sound, -45, 0.9), 0.75) - 15);
  });

  test('does nothing while it is off', () => {
    expect(at(gated(tone(300, -60, 1), -45, undefined, false), 0.8)).toBeCloseTo(-60, 1);
  });
});

test('the meter tells the level twenty times a second', () => {
  const meter = new Meter();
  const levels: Level[] = [];
  inBlocks(tone(1_000, -20, 1), (block) => {
    const level = meter.process(block);
    if (level) levels.push(level);
  });
  expect(levels.length).toBeGreaterThanOrEqual(19);
  expect(levels[5]?.rms).toBeCloseTo(-20, 1);
  expect(levels[5]?.peak).toBeCloseTo(-17, 1);
});

test('the guard complains after two seconds of too much work, and not of one long moment', () => {
  const guard = new LoadGuard();
  const twoSeconds = (busy: (frame: number) => number): boolean =>
    Array.from({ length: 200 }, (_, frame) => guard.spend(busy(frame), 10)).at(-1) ?? false;
  expect(twoSeconds((frame) => (frame === 7 ? 300 : 1))).toBe(false);
  expect(twoSeconds(() => 2.9)).toBe(false);
  expect(twoSeconds(() => 3.1)).toBe(true);
});
