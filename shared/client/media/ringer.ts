import type { Ringer } from '../ports.ts';

/** Tones in Hz that sound together from `at` for `length`, both in seconds. */
interface Tone {
  readonly at: number;
  readonly length: number;
  readonly hertz: readonly number[];
}

interface Phrase {
  readonly tones: readonly Tone[];
  /** 0–1. */
  readonly volume: number;
}

interface Melody extends Phrase {
  /** Seconds until it begins again. */
  readonly every: number;
}

const RING: Melody = {
  tones: [
    { at: 0, length: 0.35, hertz: [659.26, 987.77] },
    { at: 0.4, length: 0.35, hertz: [783.99, 1174.66] },
    { at: 0.8, length: 0.6, hertz: [659.26, 987.77] },
  ],
  every: 3,
  volume: 0.25,
};

/** What telephones in most of Europe play to the caller: 425 Hz for one second in five. */
const RINGBACK: Melody = { tones: [{ at: 0, length: 1, hertz: [425] }], every: 5, volume: 0.06 };

/** Softer and shorter than a ringback, so that nobody takes the one for the other (call-flow.md R8). */
const CALLING: Melody = {
  tones: [
    { at: 0, length: 0.12, hertz: [330] },
    { at: 0.2, length: 0.12, hertz: [440] },
  ],
  every: 2,
  volume: 0.03,
};

/** Over the voice of whoever one talks with: two short beeps, as telephones have for a call that waits. */
const WAITING: Melody = {
  tones: [
    { at: 0, length: 0.15, hertz: [425] },
    { at: 0.3, length: 0.15, hertz: [425] },
  ],
  every: 6,
  volume: 0.05,
};

/** Falling, and softer than any voice. */
const LOST: Phrase = {
  tones: [
    { at: 0, length: 0.18, hertz: [440] },
    { at: 0.16, length: 0.3, hertz: [329.63] },
  ],
  volume: 0.08,
};

/** Three notes, up. */
const TEST: Phrase = {
  tones: [
    { at: 0, length: 0.3, hertz: [523.25] },
    { at: 0.3, length: 0.3, hertz: [659.26] },
    { at: 0.6, length: 0.6, hertz: [783.99] },
  ],
  volume: 0.2,
};

const VIBRATION: readonly number[] = [400, 200, 400, 1000];
const VIBRATION_MS = VIBRATION.reduce((sum, ms) => sum + ms, 0);
const FADE = 0.03;

const play = (context: AudioContext, { tones, volume }: Phrase): void => {
  for (const { at, length, hertz } of tones) {
    const start = context.currentTime + at;
    const level = context.createGain();
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(volume / hertz.length, start + FADE);
    level.gain.setValueAtTime(volume / hertz.length, start + length - FADE);
    level.gain.linearRampToValueAtTime(0, start + length);
    level.connect(context.destination);
    for (const frequency of hertz) {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(level);
      tone.start(start);
      tone.stop(start + length);
    }
  }
};

/** Runs `act` now and every `ms` until the lifetime ends. */
const repeat = (act: () => void, ms: number, lifetime: AbortSignal): void => {
  if (lifetime.aborted) return;
  act();
  const timer = setInterval(act, ms);
  lifetime.addEventListener('abort', () => clearInterval(timer));
};

/** In the field, not yet in TypeScript's DOM library. Browsers that lack it play where the system has it. */
interface RoutedOptions extends AudioContextOptions {
  readonly sinkId?: string;
}

const openContext = (loudspeaker: string | undefined): AudioContext => {
  const options: RoutedOptions = loudspeaker === undefined ? {} : { sinkId: loudspeaker };
  return new AudioContext(options);
};

const sound = (melody: Melody, lifetime: AbortSignal, loudspeaker?: string): void => {
  const context = openContext(loudspeaker);
  // A closed context is silent at once.
  lifetime.addEventListener('abort', () => void context.close());
  // Before the first click on a page the browser keeps its sound back: the tones then begin with that click.
  context.resume().then(
    () => repeat(() => play(context, melody), melody.every * 1000, lifetime),
    () => {}, // stopped before that
  );
};

const once = (phrase: Phrase, playing: AbortController, loudspeaker: string | undefined): void => {
  const context = openContext(loudspeaker);
  playing.signal.addEventListener('abort', () => void context.close());
  const seconds = Math.max(...phrase.tones.map(({ at, length }) => at + length));
  context.resume().then(
    () => {
      if (playing.signal.aborted) return;
      play(context, phrase);
      setTimeout(() => playing.abort(), (seconds + FADE) * 1000);
    },
    () => {}, // as above
  );
};

const vibrate = (lifetime: AbortSignal): void => {
  if (!('vibrate' in navigator) || !navigator.userActivation?.hasBeenActive) return;
  repeat(() => navigator.vibrate([...VIBRATION]), VIBRATION_MS, lifetime);
  lifetime.addEventListener('abort', () => navigator.vibrate(0));
};

/**
 * Plays what the browser lets it play, and never fails. What belongs to a call is heard by the loudspeaker of the call; a
 * ring by the system's, because whoever has put the headset away must hear it.
 */
export const browserRinger = (loudspeaker: () => string | undefined = () => undefined): Ringer => {
  let lifetime = new AbortController();

  const stop = (): void => lifetime.abort();
  const begin = (): AbortSignal => {
    stop();
    lifetime = new AbortController();
    return lifetime.signal;
  };

  let playing = new AbortController();
  /** In the place of the one before, which may still wait for the first click on the page. */
  const playOnce = (phrase: Phrase): void => {
    playing.abort();
    playing = new AbortController();
    once(phrase, playing, loudspeaker());
  };

  return {
    ring: () => {
      const signal = begin();
      sound(RING, signal);
      vibrate(signal);
    },
    calling: () => sound(CALLING, begin(), loudspeaker()),
    ringback: () => sound(RINGBACK, begin(), loudspeaker()),
    waiting: () => sound(WAITING, begin(), loudspeaker()),
    lost: () => playOnce(LOST),
    test: () => playOnce(TEST),
    stop,
  };
};
