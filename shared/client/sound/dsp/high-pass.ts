import { SAMPLE_RATE } from './format.ts';

/** Takes away rumble and steps on the floor: Butterworth of the second order, 12 dB an octave (RBJ audio EQ cookbook). */
export class HighPass {
  readonly #b0: number;
  readonly #b1: number;
  readonly #a1: number;
  readonly #a2: number;
  #s1 = 0;
  #s2 = 0;

  /** `corner` in Hz, where 3 dB are gone. */
  constructor(corner: number) {
    const w = (2 * Math.PI * corner) / SAMPLE_RATE;
    const alpha = Math.sin(w) / Math.SQRT2;
    const a0 = 1 + alpha;
    this.#b0 = (1 + Math.cos(w)) / 2 / a0;
    this.#b1 = -2 * this.#b0;
    this.#a1 = (-2 * Math.cos(w)) / a0;
    this.#a2 = (1 - alpha) / a0;
  }

  /** In place. */
  process(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] ?? 0;
      const y = this.#b0 * x + this.#s1;
      this.#s1 = this.#b1 * x - this.#a1 * y + this.#s2;
      this.#s2 = this.#b0 * x - this.#a2 * y;
      samples[i] = y;
    }
  }
}
