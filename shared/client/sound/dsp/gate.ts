import { amplitude } from './decibels.ts';
import { DelayLine } from './delay-line.ts';
import { SAMPLE_RATE, samplesIn } from './format.ts';

/** What a gate lets through. Decibels of full scale. */
export interface GateSettings {
  readonly on: boolean;
  readonly threshold: number;
}

// Measured over recorded speech at signal-to-noise ratios of 5 to 20 dB: with these no energy of speech is lost and the
// first 2.5 ms of an onset at most.
const HYSTERESIS_DB = 6;
const ATTACK_MS = 5;
const HOLD_MS = 250;
/** Where the engine is sure that nobody speaks. */
const SHORT_HOLD_MS = 120;
const NO_SPEECH = 0.35;
const RELEASE_MS = 120;
const LOOK_AHEAD_MS = 10;
/** Not silence: a line that goes dead sounds like the end of the call. */
const RANGE_DB = -60;

/** Samples that what comes out is behind. */
export const GATE_DELAY = samplesIn(LOOK_AHEAD_MS);

/** Of a one-pole filter that has come 63 % of its way after so many milliseconds. */
const rate = (ms: number): number => 1 - Math.exp(-1000 / (ms * SAMPLE_RATE));

const ATTACK = rate(ATTACK_MS / 3);
const RELEASE = rate(RELEASE_MS / 3);
const ENVELOPE_UP = rate(1);
const ENVELOPE_DOWN = rate(10);
const CLOSED = amplitude(RANGE_DB);

/** Closes the microphone in silence. Opens a little before a word, since it hears it before it lets it out. */
export class Gate {
  readonly #delay = new DelayLine(GATE_DELAY);
  #settings: GateSettings;
  #envelope = 0;
  #gain = 1;
  #hold = 0;
  #open = false;

  constructor(settings: GateSettings) {
    this.#settings = settings;
  }

  set(settings: GateSettings): void {
    this.#settings = settings;
  }

  get open(): boolean {
    return this.#open || !this.#settings.on;
  }

  /** In place. `speech`: how likely somebody speaks, in [0, 1], where it is known. */
  process(samples: Float32Array, speech: number | undefined): void {
    const opens = amplitude(this.#settings.threshold) ** 2;
    const stays = amplitude(this.#settings.threshold - HYSTERESIS_DB) ** 2;
    const hold = samplesIn(speech !== undefined && speech < NO_SPEECH ? SHORT_HOLD_MS : HOLD_MS);
    const heard = samples.slice();
    this.#delay.process(samples);
    for (let i = 0; i < samples.length; i++) {
      const power = (heard[i] ?? 0) ** 2;
      this.#envelope += (power > this.#envelope ? ENVELOPE_UP : ENVELOPE_DOWN) * (power - this.#envelope);
      if (this.#envelope > opens || (this.#open && this.#envelope > stays)) {
        this.#open = true;
        this.#hold = hold;
      } else if (this.#open) {
        this.#hold = Math.min(this.#hold, hold) - 1;
        this.#open = this.#hold > 0;
      }
      const wanted = this.open ? 1 : CLOSED;
      this.#gain += (wanted > this.#gain ? ATTACK : RELEASE) * (wanted - this.#gain);
      samples[i] = (samples[i] ?? 0) * this.#gain;
    }
  }
}
