import { CHAIN_DELAY, SoundChain } from '#shared/client/sound/chain.ts';
import { BLOCK, SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';
import type { Engine } from '#shared/client/sound/engines/engine.ts';
import type { Suppression } from '#shared/core/sound/sound.ts';
import { engineFor } from './engines.ts';

export interface Processed {
  /** What comes out of the chain, in time with what went in. */
  readonly samples: Float32Array;
  /** CPU time for each second of sound. */
  readonly realTimeFactor: number;
}

/** Long enough for an engine to be faded in before what is measured. */
const WARM_UP = Math.ceil((0.3 * SAMPLE_RATE) / BLOCK) * BLOCK;

/** Sound through the very chain that a call's microphone goes through, its gate open. */
export const throughChain = (
  samples: Float32Array,
  suppression: Suppression,
  engine: (mode: Exclude<Suppression, 'off'>) => Engine = engineFor,
): Processed => {
  const chain = new SoundChain({ on: false, threshold: -50 });
  if (suppression !== 'off') chain.suppressor.use({ mode: suppression, engine: engine(suppression) });
  const length = WARM_UP + samples.length + CHAIN_DELAY;
  const out = new Float32Array(Math.ceil(length / BLOCK) * BLOCK);
  out.set(samples, WARM_UP);
  const before = process.cpuUsage();
  for (let at = 0; at < out.length; at += BLOCK) chain.process(out.subarray(at, at + BLOCK));
  const { user, system } = process.cpuUsage(before);
  const start = WARM_UP + CHAIN_DELAY;
  return {
    samples: out.slice(start, start + samples.length),
    realTimeFactor: (user + system) / 1e6 / (out.length / SAMPLE_RATE),
  };
};
