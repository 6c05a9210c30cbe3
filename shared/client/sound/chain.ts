import type { SoundReading } from '#shared/core/sound/sound.ts';
import { GATE_DELAY, Gate, type GateSettings } from './dsp/gate.ts';
import { HighPass } from './dsp/high-pass.ts';
import { Meter } from './dsp/meter.ts';
import { SUPPRESSION_DELAY } from './modes.ts';
import { Suppressor } from './suppressor.ts';

/** Below it there is no speech. Hz. */
const HIGH_PASS = 80;

/** Samples that the chain takes, whatever its mode: 42 ms. */
export const CHAIN_DELAY = SUPPRESSION_DELAY + GATE_DELAY;

/** All that is done to a microphone's sound: high-pass, suppression, gate; and its level. The same in a worklet and in Node. */
export class SoundChain {
  readonly #highPass = new HighPass(HIGH_PASS);
  readonly suppressor = new Suppressor();
  readonly #gate: Gate;
  readonly #raw = new Meter();
  readonly #cleaned = new Meter();

  constructor(gate: GateSettings) {
    this.#gate = new Gate(gate);
  }

  set gate(settings: GateSettings) {
    this.#gate.set(settings);
  }

  /**
   * One block, in place; a reading at the end of every 50 ms. `onCleaned` is shown what the gate gets, which is its own
   * only while it is shown.
   */
  process(block: Float32Array, onCleaned?: (block: Float32Array) => void): SoundReading | undefined {
    const raw = this.#raw.process(block);
    this.#highPass.process(block);
    this.suppressor.process(block);
    onCleaned?.(block);
    const { speech } = this.suppressor;
    const cleaned = this.#cleaned.process(block);
    this.#gate.process(block, speech);
    if (!raw || !cleaned) return undefined;
    return { ...cleaned, raw: raw.rms, ...(speech !== undefined && { speech }), open: this.#gate.open };
  }
}
