import type { Outcome } from '#shared/core/reason.ts';
import type { SoundHint } from '#shared/core/sound/hints.ts';
import type { Background, SoundChoice, SoundReading, Suppression } from '#shared/core/sound/sound.ts';

export interface SoundState {
  readonly choice: SoundChoice;
  /** What is at work: less than was chosen where the device is too slow, the browser's own where ours cannot be. */
  readonly suppression: Suppression | 'browser';
  readonly hint?: SoundHint;
}

/** `speech`: somebody spoke. `unavailable`: there is no microphone open, or what analyses could not be loaded. */
export type Analysis = Background | 'speech' | 'unavailable';

/** The sound of one's own microphone: what it is cleaned of, and how loud it is. */
export interface Sound {
  state(): SoundState;
  subscribe(listener: (state: SoundState) => void): () => void;
  /** Twenty times a second while a microphone is open. */
  listen(listener: (reading: SoundReading) => void): () => void;
  /** Remembered on this device. */
  choose(change: Partial<SoundChoice>): void;
  /** Three seconds in which nobody should speak. */
  analyse(): Promise<Analysis>;
  /** What others hear, or would: of the microphone that is open, cleaned where that is done. */
  outgoing(): MediaStreamTrack | undefined;
  /** Opens the microphone to be tried, where no call has it open. What comes back closes it. */
  tryOut(): Promise<Outcome<() => void>>;
}

/** What a microphone goes through on its way to the others. */
export interface Treatment {
  /** Nobody hears it now; it is listened to here, so that who talks while muted can be told. */
  mute(muted: boolean): void;
  end(): void;
}

export interface MicrophoneSound extends Sound {
  /** The browser is to leave the noise in a microphone: it is taken away here. */
  takesNoise(): boolean;
  /** Loads what will be needed. */
  prepare(): void;
  /** Calls back with what is to be sent in place of `raw`, and with `raw` itself when that is all there is again. */
  treat(raw: MediaStreamTrack, onTrack: (track: MediaStreamTrack) => void): Treatment;
}
