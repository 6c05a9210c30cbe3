import { describe, expect, test } from 'vitest';
import { analyseRecording } from '#shared/client/sound/analyse-recording.ts';
import { engineFor } from '#tests/bench/noise/engines.ts';
import { mix } from '#tests/bench/noise/mix.ts';
import { NOISES } from '#tests/bench/noise/noises.ts';
import { canSpeak, speak } from '#tests/bench/noise/speech.ts';

const LENGTH = 3 * 48_000;

const analysis = (samples: Float32Array) =>
  analyseRecording(samples, samples, [engineFor('minimal'), engineFor('moderate')]);

test.each(['white', 'pink', 'hum', 'keyboard', 'fan'] as const)('%s is noise', (noise) => {
  const samples = NOISES[noise](LENGTH, 1).map((sample) => 0.03 * sample);
  expect(analysis(samples)).toHaveProperty('kind');
});

describe.skipIf(!canSpeak())('somebody who speaks', () => {
  test('is refused as background, in noise as well', () => {
    const speech = speak('en', ['Bring the long rope on Sunday, and tea for everybody.']);
    const noise = NOISES.fan(speech.samples.length, 1);
    for (const heard of [speech.samples, mix(speech, noise, 5)])
      expect(analysis(heard.slice(48_000, 48_000 + LENGTH))).toBe('speech');
  });
});
