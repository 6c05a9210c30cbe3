import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** A change of the source by its exact words. */
export interface Patch {
  /** From the project's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const patched = (patches: readonly Patch[], applied: Set<Patch>): Plugin => ({
  name: 'patches',
  enforce: 'pre',
  transform(code, id) {
    let text = code;
    for (const patch of patches) {
      if (id !== join(ROOT, patch.file)) continue;
      const parts = text.split(patch.from);
      if (parts.length !== 2)
        throw new Error(`${patch.file} no longer has these words once, so the patch says nothing: ${patch.from}`);
      text = parts.join(patch.to);
      applied.add(patch);
    }
    return text;
  },
});

const BUNDLED: Patch = { file: 'relay/store/sqlite/open-store.ts', from: './worker.ts', to: './worker.js' };

/**
 * The relay from its sources in two files, one for each thread, which starts in a third of the time. With `patches` it is
 * another relay than the product: this is how a mistake is made that a harness must notice. Resolves to the file to run,
 * which is removed after the test.
 */
export const buildRelay = async (patches: readonly Patch[] = []): Promise<string> => {
  const shelf = join(ROOT, 'node_modules/.cache/tincan'); // inside the project, where its packages are found
  mkdirSync(shelf, { recursive: true });
  const folder = mkdtempSync(join(shelf, 'relay-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const wanted = [BUNDLED, ...patches];
  const applied = new Set<Patch>();
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    plugins: [patched(wanted, applied)],
    ssr: {
      noExternal: true,
      external: ['@node-rs/argon2', 'better-sqlite3', 'pino', 'selfsigned', 'uWebSockets.js'],
    },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node22',
      rolldownOptions: {
        input: { main: 'relay/main.ts', worker: 'relay/store/sqlite/worker.ts' },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const missed = wanted.find((patch) => !applied.has(patch));
  if (missed) throw new Error(`${missed.file} is no part of the relay`);
  return join(folder, 'main.js');
};
