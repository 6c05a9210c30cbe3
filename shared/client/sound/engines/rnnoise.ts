import type { Engine, EngineKind } from './engine.ts';
import { Heap } from './heap.ts';

const FRAME = 480;
/** Its models were trained on samples of 16 bits. */
const SCALE = 32_768;

/** What one build calls what. */
interface Names {
  readonly start: string;
  readonly allocate: string;
  readonly create: string;
  readonly process: string;
}

const engine = (heap: Heap, names: Names): Engine => {
  heap.call(names.start);
  const state = heap.call(names.create, 0);
  const address = heap.call(names.allocate, FRAME * Float32Array.BYTES_PER_ELEMENT);
  return {
    frame: FRAME,
    process: (frame) => {
      const inside = heap.floats(address, FRAME);
      for (let i = 0; i < FRAME; i++) inside[i] = (frame[i] ?? 0) * SCALE;
      const speech = heap.call(names.process, state, address, address);
      for (let i = 0; i < FRAME; i++) frame[i] = (inside[i] ?? 0) / SCALE;
      return speech;
    },
  };
};

/** The first model (Xiph, 2018), with SIMD. */
export const rnnoise: EngineKind = {
  frame: FRAME,
  delay: 480,
  create: (module) =>
    engine(
      new Heap(module, 'memory', ({ copy, grow, fail }) => ({
        env: { emscripten_memcpy_big: copy, emscripten_resize_heap: grow, __assert_fail: fail },
      })),
      {
        start: '__wasm_call_ctors',
        allocate: 'malloc',
        create: 'rnnoise_create',
        process: 'rnnoise_process_frame',
      },
    ),
};

/** The newer, larger model, whose build knows its functions by letters. */
export const newerRnnoise: EngineKind = {
  frame: FRAME,
  delay: 960,
  create: (module) =>
    engine(new Heap(module, 'c', ({ copy, grow }) => ({ a: { a: grow, b: copy } })), {
      start: 'd',
      allocate: 'e',
      create: 'h',
      process: 'j',
    }),
};
