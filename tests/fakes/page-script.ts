import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A module and all it imports as one script, to be run in a page. */
export const pageScript = async (module: URL): Promise<string> => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: fileURLToPath(module), formats: ['es'], fileName: 'page' },
      rollupOptions: { output: { codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  return first.output[0].code;
};
