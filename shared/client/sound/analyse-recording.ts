import { samplesIn } from './dsp/format.ts';
import { analyseNoise } from './dsp/noise-analysis.ts';
import type { Engine } from './engines/engine.ts';
import type { Analysis } from './port.ts';

export const RECORDED = samplesIn(3_000);

/** A frame in which an engine is so sure is speech; so many of them are somebody speaking. */
const SPEECH = 0.6;
const MOST_SPEECH = 0.2;
const FRAME = samplesIn(10);

/** The share of frames that each of the listeners takes for speech. */
const speechShare = (samples: Float32Array, listeners: readonly Engine[]): number => {
  let speech = 0;
  let frames = 0;
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    const heard = listeners.map((engine) => engine.process(samples.slice(at, at + FRAME)) ?? 0);
    if (heard.every((likely) => likely >= SPEECH)) speech++;
    frames++;
  }
  return speech / Math.max(1, frames);
};

/**
 * What the noise is, unless somebody speaks in it. `listeners`: both models of RNNoise, with frames of 10 ms. The first
 * takes pink noise for speech and the newer a hum; what both do is a voice.
 */
export const analyseRecording = (raw: Float32Array, cleaned: Float32Array, listeners: readonly Engine[]): Analysis =>
  speechShare(raw, listeners) > MOST_SPEECH ? 'speech' : analyseNoise(raw, cleaned);
