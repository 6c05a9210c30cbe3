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

export interface BundleOptions {
  /** Files from the project's root, by the name of what is made of them. */
  readonly input: Readonly<Record<string, string>>;
  /** Packages that stay outside. */
  readonly external?: readonly string[];
  readonly patches: readonly Patch[];
}

/**
 * Bundles a part of the product from its sources, with changes: this is how a mistake is made that a harness must notice.
 * Resolves to the folder, which is removed after the test; every change must have found its place.
 */
export const bundle = async ({ input, external = [], patches }: BundleOptions): Promise<string> => {
  const shelf = join(ROOT, 'node_modules/.cache/tincan'); // inside the project, where its packages are found
  mkdirSync(shelf, { recursive: true });
  const folder = mkdtempSync(join(shelf, 'bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const applied = new Set<Patch>();
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    plugins: [patched(patches, applied)],
    ssr: { noExternal: true, external: [...external] },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node22',
      rolldownOptions: { input, output: { entryFileNames: '[name].js' } },
    },
  });
  const missed = patches.find((patch) => !applied.has(patch));
  if (missed) throw new Error(`${missed.file} is no part of it`);
  return folder;
};
