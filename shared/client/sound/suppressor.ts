import { amplitude } from './dsp/decibels.ts';
import { DelayLine } from './dsp/delay-line.ts';
import { BLOCK, samplesIn } from './dsp/format.ts';
import { Reblock } from './dsp/reblock.ts';
import type { Engine } from './engines/engine.ts';
import { delayOf, MODES, type Mode, SUPPRESSION_DELAY } from './modes.ts';

/** So long an engine listens before it is heard: its first frames are empty, and it does not know the noise yet. */
const WARM_UP = samplesIn(200);
const FADE = samplesIn(40);

/** One mode at work: the engine, and how much of what it leaves is mixed with what came. */
class Branch {
  readonly #reblock: Reblock;
  readonly #align: DelayLine;
  readonly #dry: number;
  readonly #wet = new Float32Array(BLOCK);
  speech: number | undefined;

  constructor(mode: Mode, engine: Engine) {
    const { engine: kind, limit } = MODES[mode];
    this.#reblock = new Reblock(kind.frame, (frame) => {
      this.speech = engine.process(frame);
    });
    this.#align = new DelayLine(SUPPRESSION_DELAY - delayOf(kind));
    this.#dry = limit === undefined ? 0 : amplitude(-limit);
  }

  /** `input` as it comes and `dry` as late as the engine is; valid until the next block. */
  process(input: Float32Array, dry: Float32Array): Float32Array {
    const wet = this.#wet;
    wet.set(input);
    this.#reblock.process(wet);
    this.#align.process(wet);
    for (let i = 0; i < wet.length; i++) wet[i] = this.#dry * (dry[i] ?? 0) + (1 - this.#dry) * (wet[i] ?? 0);
    return wet;
  }
}

/** Takes noise away in the mode that is set, and goes from one to another without a gap or a step. */
export class Suppressor {
  readonly #delay = new DelayLine(SUPPRESSION_DELAY);
  readonly #dry = new Float32Array(BLOCK);
  /** Nothing is taken away where there is none. */
  #branch: Branch | undefined;
  #next: { readonly branch: Branch | undefined; age: number } | undefined;

  /** `engine` is a fresh one of that mode's kind; without a mode nothing is taken away. */
  use(chosen?: { readonly mode: Mode; readonly engine: Engine }): void {
    this.#next = {
      branch: chosen && new Branch(chosen.mode, chosen.engine),
      // What has no engine needs no time to get used to it.
      age: chosen ? 0 : WARM_UP,
    };
  }

  /** Takes nothing away from now on, at once: an engine that has failed is not faded out. */
  drop(): void {
    this.#branch = undefined;
    this.#next = undefined;
  }

  /** How likely somebody speaks, where the engine can tell. */
  get speech(): number | undefined {
    return this.#branch?.speech;
  }

  /** One block, in place. */
  process(block: Float32Array): void {
    const dry = this.#dry;
    dry.set(block);
    this.#delay.process(dry);
    const heard = this.#branch?.process(block, dry) ?? dry;
    const coming = this.#next && (this.#next.branch?.process(block, dry) ?? dry);
    if (!this.#next || !coming) return block.set(heard);
    for (let i = 0; i < block.length; i++) {
      const share = Math.min(1, Math.max(0, (this.#next.age++ - WARM_UP) / FADE));
      block[i] = (1 - share) * (heard[i] ?? 0) + share * (coming[i] ?? 0);
    }
    if (this.#next.age < WARM_UP + FADE) return;
    this.#branch = this.#next.branch;
    this.#next = undefined;
  }
}
