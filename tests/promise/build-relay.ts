import { join } from 'node:path';
import { bundle, type Patch } from './bundle.ts';

const BUNDLED: Patch = { file: 'relay/store/sqlite/open-store.ts', from: './worker.ts', to: './worker.js' };

/**
 * The relay from its sources in two files, one for each thread, which starts in a third of the time. With `patches` it is
 * another relay than the product. Resolves to the file to run, which is removed after the test.
 */
export const buildRelay = async (patches: readonly Patch[] = []): Promise<string> => {
  const folder = await bundle({
    input: { main: 'relay/main.ts', worker: 'relay/store/sqlite/worker.ts' },
    external: ['@node-rs/argon2', 'better-sqlite3', 'pino', 'selfsigned', 'uWebSockets.js'],
    patches: [BUNDLED, ...patches],
  });
  return join(folder, 'main.js');
};
