import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Engine } from '#shared/client/sound/engines/engine.ts';
import { MODES, type Mode } from '#shared/client/sound/modes.ts';
import { unwrapEngine } from '#shared/client/sound/vite-engines.ts';

const found = (name: string): string => fileURLToPath(import.meta.resolve(name));

const FILES: Readonly<Record<Mode, () => string>> = {
  minimal: () => found('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm'),
  moderate: unwrapEngine,
  aggressive: () => found('@sapphi-red/web-noise-suppressor/gtcrn.wasm'),
};

/** A fresh engine of that mode, from the files that the product ships. */
export const engineFor = (mode: Mode): Engine =>
  MODES[mode].engine.create(new WebAssembly.Module(readFileSync(FILES[mode]())));
