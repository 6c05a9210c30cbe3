import type { EngineKind } from './engine.ts';
import { Heap } from './heap.ts';

const FRAME = 768;
const BYTES = FRAME * Float32Array.BYTES_PER_ELEMENT;

/** GTCRN (Rong Xiaobin, 2024): strong, and a model of 16 kHz, which lets nothing above 8 kHz through. */
export const gtcrn: EngineKind = {
  frame: FRAME,
  delay: 890,
  create: (module) => {
    const heap = new Heap(module, 'c', ({ grow, fail }) => ({ a: { a: fail, b: grow } }));
    heap.call('d');
    const state = heap.call('e');
    const before = heap.call('k', BYTES);
    const after = heap.call('k', BYTES);
    return {
      frame: FRAME,
      process: (frame) => {
        heap.floats(before, FRAME).set(frame);
        heap.call('j', state, before, after);
        frame.set(heap.floats(after, FRAME));
        return undefined;
      },
    };
  },
};
