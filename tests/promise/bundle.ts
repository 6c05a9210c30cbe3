import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, mergeConfig, type Plugin, type UserConfig } from 'vite';
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

/**
 * Builds a part of the product from its sources, with changes: this is how a mistake is made that a harness must notice.
 * Resolves to the folder, which is removed after the test; every change must have found its place.
 */
export const bundle = async (config: UserConfig, patches: readonly Patch[]): Promise<string> => {
  const shelf = join(ROOT, 'test-results/bundles'); // inside the project, where its packages are found
  mkdirSync(shelf, { recursive: true });
  const folder = mkdtempSync(join(shelf, 'bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const applied = new Set<Patch>();
  await build(
    mergeConfig(config, {
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      plugins: [patched(patches, applied)],
      build: { outDir: folder },
    }),
  );
  const missed = patches.find((patch) => !applied.has(patch));
  if (missed) throw new Error(`${missed.file} is no part of it`);
  return folder;
};
