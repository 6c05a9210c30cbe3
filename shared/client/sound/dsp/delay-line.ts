/** Gives back what it was given so many samples before. */
export class DelayLine {
  readonly #held: Float32Array;
  #next = 0;

  constructor(samples: number) {
    this.#held = new Float32Array(samples);
  }

  /** In place. */
  process(samples: Float32Array): void {
    const held = this.#held;
    if (held.length === 0) return;
    for (let i = 0; i < samples.length; i++) {
      const earlier = held[this.#next] ?? 0;
      held[this.#next] = samples[i] ?? 0;
      samples[i] = earlier;
      this.#next = (this.#next + 1) % held.length;
    }
  }
}
