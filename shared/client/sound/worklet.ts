import { SoundChain } from './chain.ts';
import { BLOCK, SAMPLE_RATE } from './dsp/format.ts';
import { LoadGuard } from './dsp/load-guard.ts';
import { type FromWorklet, type ToWorklet, WORKLET } from './messages.ts';
import { MODES } from './modes.ts';
import { Recorder } from './recorder.ts';

// Runs on the browser's thread for sound: the chain, a clock beside it, and nothing else.

/** Not in TypeScript's libraries. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare const registerProcessor: (name: string, processor: new () => AudioWorkletProcessor) => void;

const BLOCK_MS = (1_000 * BLOCK) / SAMPLE_RATE;

class SoundProcessor extends AudioWorkletProcessor {
  readonly #chain = new SoundChain({ on: false, threshold: 0 });
  readonly #guard = new LoadGuard();
  readonly #block = new Float32Array(BLOCK);
  readonly #raw = new Float32Array(BLOCK);
  #recorder: Recorder | undefined;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.#obey(data);
  }

  #tell(message: FromWorklet, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }

  #obey(message: ToWorklet): void {
    switch (message.type) {
      case 'suppress':
        return this.#suppress(message);
      case 'gate':
        this.#chain.gate = message.gate;
        return;
      case 'record':
        this.#recorder = new Recorder(message.samples);
    }
  }

  #suppress({ chosen }: Extract<ToWorklet, { type: 'suppress' }>): void {
    this.#guard.reset();
    try {
      this.#chain.suppressor.use(
        chosen && { mode: chosen.mode, engine: MODES[chosen.mode].engine.create(chosen.module) },
      );
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    this.#chain.suppressor.drop();
    this.#tell({ type: 'engine-failed' });
  }

  #keep(cleaned: Float32Array): void {
    if (!this.#recorder?.keep(this.#raw, cleaned)) return;
    const { raw, cleaned: kept } = this.#recorder;
    this.#recorder = undefined;
    this.#tell({ type: 'recorded', raw, cleaned: kept }, [raw.buffer, kept.buffer]);
  }

  process([inputs]: Float32Array[][], [outputs]: Float32Array[][]): boolean {
    const start = Date.now();
    const block = this.#block;
    const microphone = inputs?.[0];
    // Nothing is connected while a device is being changed: time goes on.
    if (microphone) block.set(microphone);
    else block.fill(0);
    this.#raw.set(block);
    try {
      const reading = this.#chain.process(block, (cleaned) => this.#keep(cleaned));
      if (reading) this.#tell({ type: 'reading', reading });
    } catch {
      block.fill(0);
      this.#fail();
    }
    for (const output of outputs ?? []) output.set(block);
    // In whole milliseconds, which are right on average.
    if (this.#guard.spend(Date.now() - start, BLOCK_MS)) this.#tell({ type: 'overloaded' });
    return true;
  }
}

registerProcessor(WORKLET, SoundProcessor);
