import { BLOCK } from './format.ts';

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Samples that blocks of the browser wait to become frames of that size, and blocks again. */
export const reblockDelay = (frame: number): number => frame - greatestCommonDivisor(frame, BLOCK);

/** Lets work that wants frames of one size be done on blocks of another. */
export class Reblock {
  readonly #frame: Float32Array;
  readonly #ready: Float32Array;
  readonly #work: (frame: Float32Array) => void;
  #filled = 0;
  #read = 0;
  #write: number;

  /** `work` changes its frame in place. */
  constructor(frame: number, work: (frame: Float32Array) => void) {
    this.#frame = new Float32Array(frame);
    this.#ready = new Float32Array(2 * frame);
    this.#write = reblockDelay(frame);
    this.#work = work;
  }

  /** One block, in place. */
  process(block: Float32Array): void {
    const ready = this.#ready;
    for (let i = 0; i < block.length; i++) {
      this.#frame[this.#filled++] = block[i] ?? 0;
      if (this.#filled === this.#frame.length) this.#flush();
    }
    for (let i = 0; i < block.length; i++) {
      block[i] = ready[this.#read] ?? 0;
      this.#read = (this.#read + 1) % ready.length;
    }
  }

  #flush(): void {
    this.#filled = 0;
    this.#work(this.#frame);
    for (const sample of this.#frame) {
      this.#ready[this.#write] = sample;
      this.#write = (this.#write + 1) % this.#ready.length;
    }
  }
}
