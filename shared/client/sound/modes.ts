import type { Suppression } from '#shared/core/sound/sound.ts';
import { reblockDelay } from './dsp/reblock.ts';
import type { EngineKind } from './engines/engine.ts';
import { gtcrn } from './engines/gtcrn.ts';
import { newerRnnoise, rnnoise } from './engines/rnnoise.ts';

export type Mode = Exclude<Suppression, 'off'>;

/** What a mode does to noise. */
interface ModeKind {
  readonly engine: EngineKind;
  /** Decibels that it takes away at most; without it, all that the engine would. */
  readonly limit?: number;
}

// Limits raise the intelligibility (STOI) of speech that has little noise in it: at SNR 20 dB, these leave it as it was
// without suppression, or better (`npm run bench -- noise`); with 18 dB the newer RNNoise lost a thousandth.
export const MODES: Readonly<Record<Mode, ModeKind>> = {
  minimal: { engine: rnnoise, limit: 12 },
  moderate: { engine: newerRnnoise, limit: 15 },
  aggressive: { engine: gtcrn },
};

/** Samples from a block that goes in to the same, without its noise, coming out of an engine. */
export const delayOf = ({ delay, frame }: EngineKind): number => delay + reblockDelay(frame);

/** That of the slowest, for all of them and for none: changing the mode must not move the sound in time. 32 ms. */
export const SUPPRESSION_DELAY = Math.max(...Object.values(MODES).map(({ engine }) => delayOf(engine)));

/** What is tried where a mode takes more time than there is. */
export const lighter = (suppression: Suppression): Suppression => {
  switch (suppression) {
    case 'aggressive':
      return 'moderate';
    case 'moderate':
      return 'minimal';
    default:
      return 'off';
  }
};
