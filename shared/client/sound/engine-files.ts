import newerRnnoise from '@jitsi/rnnoise-wasm/dist/rnnoise-sync.js?url';
import gtcrn from '@sapphi-red/web-noise-suppressor/gtcrn.wasm?url';
import rnnoise from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import type { Mode } from './modes.ts';

/** Files of the app itself: nothing of a microphone asks anybody else for anything. */
const FILES: Readonly<Record<Mode, string>> = { minimal: rnnoise, moderate: newerRnnoise, aggressive: gtcrn };

const modules = new Map<Mode, Promise<WebAssembly.Module>>();

const fetchModule = async (file: string): Promise<WebAssembly.Module> => {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  // Not as it streams: a file of the extension has no media type.
  return WebAssembly.compile(await answer.arrayBuffer());
};

/** The engine of a mode, compiled; fetched once. Rejects where it cannot be had. */
export const loadEngine = (mode: Mode): Promise<WebAssembly.Module> => {
  const known = modules.get(mode);
  if (known) return known;
  const module = fetchModule(FILES[mode]);
  modules.set(mode, module);
  // The next to want it asks again.
  module.catch(() => modules.delete(mode));
  return module;
};
