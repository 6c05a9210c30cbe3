import { must } from '../guard.ts';
import type { MetricName } from '../metrics.ts';
import { judge, type Verdict } from '../noise/judge.ts';
import type { NoiseName } from '../noise/noises.ts';
import { canSpeak, speak } from '../noise/speech.ts';
import type { Samples } from '../samples.ts';

const SPEECHES: readonly (readonly [voice: string, sentences: readonly string[]])[] = [
  ['en', ['Bring the long rope on Sunday, and tea for everybody.', 'We meet at the mill.']],
  ['de+f2', ['Am Sonntag bringen wir das lange Seil mit, und Tee für alle.', 'Wir treffen uns an der Mühle.']],
  ['ru+m3', ['В воскресенье мы возьмём длинную верёвку и чай для всех.', 'Встретимся у мельницы.']],
  ['fr+f4', ['Dimanche nous apportons la longue corde, et du thé pour tout le monde.', 'Rendez-vous au moulin.']],
];

const NOISES: readonly NoiseName[] = ['white', 'pink', 'hum', 'keyboard', 'fan'];

type Mode = 'Minimal' | 'Moderate' | 'Aggressive';
const MODES: readonly Mode[] = ['Minimal', 'Moderate', 'Aggressive'];

/** What the report has lines for is in them; the rest, and what other voices do to it, in the facts. */
export interface NoiseFacts {
  readonly [noise: string]: Readonly<Record<string, Verdict>>;
}

/** How much better speech is heard in noise: SI-SDR, STOI and pauses of each mode, beside what is not suppressed. */
export const noise = (quick: boolean, samples: Samples): NoiseFacts => {
  must(canSpeak(), 'espeak-ng is not installed: there is no speech to put noise into');
  const speeches = (quick ? SPEECHES.slice(0, 2) : SPEECHES).map(([voice, sentences]) => speak(voice, sentences));
  const at = (noises: readonly NoiseName[], snr: number) =>
    judge(
      speeches,
      noises.map((noise) => ({ noise, snr })),
    );
  const loud = at(NOISES, 5);
  const soft = at(NOISES, 20);
  const voices = at(['babble'], 5);
  for (const mode of MODES) {
    const name = mode.toLowerCase();
    const add = (metric: MetricName, ours: number, peer?: number): void => {
      samples.add(metric, 'ours', ours);
      if (peer !== undefined) samples.add(metric, 'peer', peer);
    };
    add(`noiseGain${mode}`, loud[name]?.gain ?? 0);
    add(`noisePauses${mode}`, (loud.off?.pauses ?? 0) - (loud[name]?.pauses ?? 0));
    add(`noiseClarity${mode}`, soft[name]?.stoi ?? 0, soft.off?.stoi);
    add(`noiseLoad${mode}`, 100 * (loud[name]?.realTimeFactor ?? 0));
  }
  return { 'SNR 5': loud, 'SNR 20': soft, 'other voices, SNR 5': voices };
};
