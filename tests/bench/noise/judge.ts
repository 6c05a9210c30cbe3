import { SUPPRESSIONS, type Suppression } from '#shared/core/sound/sound.ts';
import { mix } from './mix.ts';
import { NOISES, type NoiseName } from './noises.ts';
import { pauseLevel, siSdr } from './quality.ts';
import type { Speech } from './speech.ts';
import { stoi } from './stoi.ts';
import { throughChain } from './through-chain.ts';

export interface Case {
  readonly noise: NoiseName;
  /** dB, while somebody speaks. */
  readonly snr: number;
}

/** Of one mode over some cases. */
export interface Verdict {
  /** dB of SI-SDR more than without suppression. */
  readonly gain: number;
  readonly stoi: number;
  /** dBFS where nobody speaks. */
  readonly pauses: number;
  /** CPU time for each second of sound, of the case that was disturbed least. */
  readonly realTimeFactor: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Means over every speech in every noise. All is compared with clean speech that went through the same high-pass: what
 * is judged is the suppression, and `off` is what it starts from.
 */
export const judge = (
  speeches: readonly Speech[],
  cases: readonly Case[],
  modes: readonly Suppression[] = SUPPRESSIONS,
): Readonly<Record<string, Verdict>> => {
  const verdicts = new Map<Suppression, Verdict[]>(modes.map((mode) => [mode, []]));
  for (const [index, speech] of speeches.entries()) {
    const clean = throughChain(speech.samples, 'off').samples;
    for (const { noise, snr } of cases) {
      const noisy = mix(speech, NOISES[noise](speech.samples.length, 1 + index), snr);
      const before = siSdr(throughChain(noisy, 'off').samples, clean);
      for (const mode of modes) {
        const { samples, realTimeFactor } = throughChain(noisy, mode);
        verdicts.get(mode)?.push({
          gain: siSdr(samples, clean) - before,
          stoi: stoi(samples, clean),
          pauses: pauseLevel(samples, speech.spoken),
          realTimeFactor,
        });
      }
    }
  }
  return Object.fromEntries(
    [...verdicts].map(([mode, all]) => [
      mode,
      {
        gain: mean(all.map(({ gain }) => gain)),
        stoi: mean(all.map(({ stoi }) => stoi)),
        pauses: mean(all.map(({ pauses }) => pauses)),
        // What else the machine does can only add to it.
        realTimeFactor: Math.min(...all.map(({ realTimeFactor }) => realTimeFactor)),
      },
    ]),
  );
};
