import type { SoundReading, Suppression } from './sound.ts';

/** What somebody should know of their microphone while they are in a call (call-flow.md R26). */
export type SoundHint = 'muted' | 'silent' | 'noisy';

/** What the last readings have been; counted in readings of 50 ms. */
export interface SoundWatch {
  readonly hint?: SoundHint;
  readonly spoken: number;
  readonly quiet: number;
  readonly silent: number;
  readonly noisy: number;
}

export const newWatch: SoundWatch = { spoken: 0, quiet: 0, silent: 0, noisy: 0 };

const SECOND = 20;

/** A word or two: a cough and a keystroke are shorter. */
const SPOKEN = 0.4 * SECOND;
/** So long nobody has spoken before a hint about it goes. */
const SAID = 4 * SECOND;
const SILENT = 5 * SECOND;
const NOISY = 5 * SECOND;

/** dBFS below which there is no signal: the quietest room has more. */
const NO_SIGNAL = -85;
/** Of what is spoken into a microphone, where no engine tells; and the least of it, where one does. dBFS. */
const SPEECH_LEVEL = -38;
const SPEECH_LEAST = -50;
const SPEECH = 0.6;
/** What lib-jitsi-meet calls noise: a level above 0.04 in which there is hardly a voice. */
const NOISE_LEVEL = -28;
const NO_SPEECH = 0.2;

const speaks = ({ speech, rms }: SoundReading): boolean =>
  speech === undefined ? rms > SPEECH_LEVEL : speech > SPEECH && rms > SPEECH_LEAST;

const hintOf = (
  watch: Omit<SoundWatch, 'hint'>,
  muted: boolean,
  before: SoundHint | undefined,
): SoundHint | undefined => {
  if (muted) return watch.spoken >= SPOKEN || (before === 'muted' && watch.quiet < SAID) ? 'muted' : undefined;
  if (watch.silent >= SILENT) return 'silent';
  return watch.noisy >= NOISY || (before === 'noisy' && watch.noisy > 0) ? 'noisy' : undefined;
};

/** The watch after one more reading. The strongest suppression leaves nothing to advise. */
export const watchSound = (
  { hint, ...watch }: SoundWatch,
  reading: SoundReading,
  muted: boolean,
  suppression: Suppression | 'browser',
): SoundWatch => {
  const speaking = speaks(reading);
  const noise = reading.raw > NOISE_LEVEL && reading.speech !== undefined && reading.speech < NO_SPEECH;
  const next = {
    spoken: speaking ? watch.spoken + 1 : Math.max(0, watch.spoken - 1),
    quiet: speaking ? 0 : watch.quiet + 1,
    silent: reading.raw < NO_SIGNAL ? watch.silent + 1 : 0,
    noisy: Math.min(NOISY, Math.max(0, watch.noisy + (noise && suppression !== 'aggressive' ? 1 : -0.25))),
  };
  const now = hintOf(next, muted, hint);
  return { ...next, ...(now && { hint: now }) };
};
