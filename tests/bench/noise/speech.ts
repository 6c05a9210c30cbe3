import { execFileSync, spawnSync } from 'node:child_process';
import { SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';
import { readWav, resample } from './wav.ts';

/** A second without speech before the first word, for the engines to hear the noise alone, and the pause after a sentence. */
const LEAD = SAMPLE_RATE;
const PAUSE = Math.round(0.8 * SAMPLE_RATE);
/** RMS of the speech itself, without its pauses. */
const LEVEL = 10 ** (-26 / 20);

export const canSpeak = (): boolean => spawnSync('espeak-ng', ['--version']).status === 0;

export interface Speech {
  readonly samples: Float32Array;
  /** For each sample, whether a sentence goes on there. */
  readonly spoken: Uint8Array;
}

const say = (voice: string, sentence: string): Float32Array => {
  const { rate, samples } = readWav(execFileSync('espeak-ng', ['-v', voice, '--stdout', sentence]));
  return resample(samples, rate, SAMPLE_RATE);
};

/** Sentences with pauses around them, at −26 dBFS. */
export const speak = (voice: string, sentences: readonly string[]): Speech => {
  const said = sentences.map((sentence) => say(voice, sentence));
  const length = LEAD + said.reduce((sum, { length }) => sum + length + PAUSE, 0);
  const samples = new Float32Array(length);
  const spoken = new Uint8Array(length);
  let at = LEAD;
  let power = 0;
  let count = 0;
  for (const sentence of said) {
    samples.set(sentence, at);
    spoken.fill(1, at, at + sentence.length);
    for (const sample of sentence) power += sample * sample;
    count += sentence.length;
    at += sentence.length + PAUSE;
  }
  const gain = LEVEL / Math.sqrt(power / count);
  return { samples: samples.map((sample) => sample * gain), spoken };
};
