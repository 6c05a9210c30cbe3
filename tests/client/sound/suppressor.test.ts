import { describe, expect, test } from 'vitest';
import { levelOf } from '#shared/client/sound/dsp/decibels.ts';
import { DelayLine } from '#shared/client/sound/dsp/delay-line.ts';
import { SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';
import type { Engine } from '#shared/client/sound/engines/engine.ts';
import { MODES, type Mode, SUPPRESSION_DELAY } from '#shared/client/sound/modes.ts';
import { Suppressor } from '#shared/client/sound/suppressor.ts';
import { inBlocks, tone } from './signals.ts';

/** An engine as late as the real one of that mode, which leaves so much of what it gets. */
const engineOf = (mode: Mode, gain: number): Engine => {
  const { frame, delay } = MODES[mode].engine;
  const line = new DelayLine(delay);
  return {
    frame,
    process: (samples) => {
      line.process(samples);
      for (let i = 0; i < samples.length; i++) samples[i] = gain * (samples[i] ?? 0);
      return 0.5;
    },
  };
};

const modes = Object.keys(MODES) as Mode[];
const sound = tone(400, -20, 2);
const second = (samples: Float32Array): Float32Array => samples.subarray(SAMPLE_RATE, 1.5 * SAMPLE_RATE);

describe('suppression', () => {
  test.each(modes)('in %s takes no more than its limit', (mode) => {
    const suppressor = new Suppressor();
    suppressor.use({ mode, engine: engineOf(mode, 0) });
    const left = levelOf(second(inBlocks(sound, (block) => suppressor.process(block))));
    const { limit } = MODES[mode];
    if (limit === undefined) expect(left).toBeLessThan(-100);
    else expect(left).toBeCloseTo(-20 - limit, 1);
  });

  test.each(modes)('in %s comes as late as in any other, so that what is mixed back fits', (mode) => {
    const suppressor = new Suppressor();
    suppressor.use({ mode, engine: engineOf(mode, 1) });
    const out = inBlocks(sound, (block) => suppressor.process(block));
    const off = out.map((sample, i) => sample - (sound[i - SUPPRESSION_DELAY] ?? 0));
    expect(levelOf(off)).toBeLessThan(-100);
  });

  test('goes from mode to mode without a gap or a step, and tells then what the new engine hears', () => {
    const suppressor = new Suppressor();
    const changes = [undefined, 'moderate', 'aggressive', 'minimal', undefined] as const;
    let blocks = 0;
    const out = inBlocks(tone(400, -20, 4), (block) => {
      const mode = changes[blocks / 250];
      if (blocks++ % 250 === 0) suppressor.use(mode && { mode, engine: engineOf(mode, 1) });
      suppressor.process(block);
    });
    const step = out.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (out[i - 1] ?? 0))), 0);
    const steepest = (2 * Math.PI * 400 * Math.SQRT2 * 0.1) / SAMPLE_RATE;
    expect(step).toBeLessThan(1.01 * steepest);
    for (let at = SUPPRESSION_DELAY; at + 480 < 4 * SAMPLE_RATE; at += 480)
      expect(levelOf(out.subarray(at, at + 480))).toBeCloseTo(-20, 0);
    expect(suppressor.speech).toBeUndefined();
  });
});
