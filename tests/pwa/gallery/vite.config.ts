import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { solidPlugins } from '../../../shared/ui/vite-solid.ts';

// `npx vite build tests/pwa/gallery --outDir /tmp/gallery`: every screen of the interface over a client without a relay.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [solidPlugins()],
  build: { target: 'es2023', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
