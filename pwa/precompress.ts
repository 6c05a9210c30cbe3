import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const SHRINKS = /\.(js|css|html|svg|json|webmanifest|wasm)$/;

/** Writes `.br` and `.gz` beside every file of the build that shrinks, so that the relay never compresses. */
export const precompress = (folder: string): Plugin => ({
  name: 'tincan-precompress',
  apply: 'build',
  enforce: 'post',
  closeBundle: {
    order: 'post',
    sequential: true,
    async handler() {
      for (const file of await readdir(folder, { recursive: true })) {
        if (!SHRINKS.test(file)) continue;
        const path = join(folder, file);
        const text = await readFile(path);
        const brotli = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } });
        await writeFile(`${path}.br`, brotli);
        await writeFile(`${path}.gz`, gzipSync(text, { level: 9 }));
      }
    },
  },
});
