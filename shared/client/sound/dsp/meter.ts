import { decibels } from './decibels.ts';
import { samplesIn } from './format.ts';

const WINDOW = samplesIn(50);

/** dBFS over the last 50 ms. */
export interface Level {
  readonly rms: number;
  readonly peak: number;
}

/** Tells the level twenty times a second. */
export class Meter {
  #sum = 0;
  #peak = 0;
  #count = 0;

  /** The level, once a window is full. */
  process(samples: Float32Array): Level | undefined {
    for (const sample of samples) {
      this.#sum += sample * sample;
      this.#peak = Math.max(this.#peak, Math.abs(sample));
    }
    this.#count += samples.length;
    if (this.#count < WINDOW) return undefined;
    const level = { rms: decibels(Math.sqrt(this.#sum / this.#count)), peak: decibels(this.#peak) };
    this.#sum = 0;
    this.#peak = 0;
    this.#count = 0;
    return level;
  }
}
