import { expect, test } from 'vitest';
import { waveformOf } from '#shared/client/media/note-recorder.ts';

const peaks = (waveform: string): readonly number[] => [...Buffer.from(waveform, 'base64')];

test('a recording of any length is drawn in 64 sections, its loudest the highest', () => {
  for (const length of [0, 1, 63, 64, 1_000, 6_000])
    expect(peaks(waveformOf(new Array(length).fill(0)))).toHaveLength(64);
  const rising = peaks(waveformOf(Array.from({ length: 640 }, (_, index) => index / 1_000)));
  expect(rising.at(-1)).toBe(255);
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
});

test('silence stays flat, and a quiet voice is seen as well as a loud one', () => {
  expect(new Set(peaks(waveformOf(new Array(100).fill(0))))).toEqual(new Set([0]));
  const voice = Array.from({ length: 200 }, (_, index) => Math.abs(Math.sin(index)));
  expect(waveformOf(voice.map((level) => level / 10))).toBe(waveformOf(voice));
});
