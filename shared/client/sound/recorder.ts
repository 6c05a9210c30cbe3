import { BLOCK } from './dsp/format.ts';

/** Keeps so much of a sound, from now on. */
export class Recorder {
  readonly raw: Float32Array;
  readonly cleaned: Float32Array;
  #at = 0;

  constructor(samples: number) {
    const whole = Math.ceil(samples / BLOCK) * BLOCK;
    this.raw = new Float32Array(whole);
    this.cleaned = new Float32Array(whole);
  }

  /** True once it is full. */
  keep(raw: Float32Array, cleaned: Float32Array): boolean {
    this.raw.set(raw, this.#at);
    this.cleaned.set(cleaned, this.#at);
    this.#at += raw.length;
    return this.#at >= this.raw.length;
  }
}
