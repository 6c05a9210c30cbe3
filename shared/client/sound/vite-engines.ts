import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const WRAPPED = '@jitsi/rnnoise-wasm/dist/rnnoise-sync.js';
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/tincan', import.meta.url));

/** The newer model comes only inside a script, as base64: taken out of it, it is fetched and compiled as what it is. */
export const unwrapEngine = (): string => {
  const script = readFileSync(createRequire(import.meta.url).resolve(WRAPPED), 'utf8');
  const [, base64] = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/.exec(script) ?? [];
  if (base64 === undefined) throw new Error(`There is no engine in ${WRAPPED}`);
  const file = join(CACHE, 'newer-rnnoise.wasm');
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(file, Buffer.from(base64, 'base64'));
  return file;
};

/** Gives whoever asks for the address of that script the address of the engine inside; the licences of all go along. */
export const engines = (): Plugin => ({
  name: 'tincan-engines',
  enforce: 'pre',
  resolveId: (source) => (source === `${WRAPPED}?url` ? `${unwrapEngine()}?url` : null),
  generateBundle(_, bundle) {
    if (!Object.keys(bundle).some((file) => file.endsWith('.wasm'))) return;
    const source = readFileSync(new URL('third-party-licences.txt', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'third-party-licences.txt', source });
  },
});
