import { samplesIn } from './dsp/format.ts';
import { analyseNoise } from './dsp/noise-analysis.ts';
import { rnnoise } from './engines/rnnoise.ts';
import type { Analysis } from './port.ts';

export const RECORDED = samplesIn(3_000);

/** A frame in which RNNoise is so sure is speech; so many of them are somebody speaking. */
const SPEECH = 0.6;
const MOST_SPEECH = 0.2;

const speechShare = (samples: Float32Array, module: WebAssembly.Module): number => {
  const engine = rnnoise.create(module);
  let speech = 0;
  let frames = 0;
  for (let at = 0; at + engine.frame <= samples.length; at += engine.frame) {
    if ((engine.process(samples.slice(at, at + engine.frame)) ?? 0) >= SPEECH) speech++;
    frames++;
  }
  return speech / Math.max(1, frames);
};

/** What the noise is, unless somebody speaks in it. `listener`: the first RNNoise. */
export const analyseRecording = (raw: Float32Array, cleaned: Float32Array, listener: WebAssembly.Module): Analysis =>
  speechShare(raw, listener) > MOST_SPEECH ? 'speech' : analyseNoise(raw, cleaned);
