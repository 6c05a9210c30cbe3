import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const OURS = fileURLToPath(new URL('./lean-zod.ts', import.meta.url));

/** Gives what is built for browsers `lean-zod.ts` in the place of `zod/mini`. */
export const leanZod = (): Plugin => ({
  name: 'tincan-lean-zod',
  enforce: 'pre',
  config: () => ({
    // Schemas that a page does not ask for are left out of it.
    build: { rolldownOptions: { treeshake: { manualPureFunctions: ['z'] } } },
  }),
  resolveId: (source) => (source === 'zod/mini' ? OURS : null),
  onLog: (_, { code, message }) => {
    // The part of zod that is missing would be missed no sooner than a page runs.
    if (code === 'IMPORT_IS_UNDEFINED') throw new Error(message);
  },
});
