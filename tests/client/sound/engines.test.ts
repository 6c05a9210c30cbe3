import { describe, expect, test } from 'vitest';
import type { Mode } from '#shared/client/sound/modes.ts';
import { engineFor } from '#tests/bench/noise/engines.ts';
import { judge } from '#tests/bench/noise/judge.ts';
import { canSpeak, speak } from '#tests/bench/noise/speech.ts';

// The small version of `npm run bench -- noise`: an engine that is broken, misplaced in time or mixed wrongly is seen.

const MODES: readonly Mode[] = ['minimal', 'moderate', 'aggressive'];

const MINUTE_MS = 60_000;

/** What the larger set of the bench has to reach, less what one sentence may be off by. */
const LEAST = { minimal: 3, moderate: 6, aggressive: 8 };
const PAUSES = { minimal: -6, moderate: -12, aggressive: -25 };

test.each(MODES)('%s has an engine that takes noise away and leaves its frame in place', (mode) => {
  const engine = engineFor(mode);
  const frame = new Float32Array(engine.frame).fill(0.1);
  engine.process(frame);
  expect(frame.every(Number.isFinite)).toBe(true);
});

describe.skipIf(!canSpeak())('speech of espeak-ng in noise', { timeout: MINUTE_MS }, () => {
  const speeches = () => [speak('en', ['Bring the long rope on Sunday.'])];

  test('each mode gains as much over the noise as it should, and leaves pauses that quiet', () => {
    const { off, ...modes } = judge(speeches(), [{ noise: 'white', snr: 5 }]);
    for (const mode of MODES) {
      expect(modes[mode]?.gain, `gain of ${mode}`).toBeGreaterThan(LEAST[mode]);
      expect((modes[mode]?.pauses ?? 0) - (off?.pauses ?? 0), `pauses in ${mode}`).toBeLessThan(PAUSES[mode]);
    }
  });

  test('the gentle modes leave speech with little noise as clear as it was', () => {
    const { off, minimal, moderate } = judge(speeches(), [{ noise: 'white', snr: 20 }], ['off', 'minimal', 'moderate']);
    expect(off?.stoi).toBeGreaterThan(0.9);
    for (const mode of [minimal, moderate]) expect(mode?.stoi).toBeGreaterThan((off?.stoi ?? 1) - 0.005);
  });
});
