import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { engines } from '../shared/client/sound/vite-engines.ts';
import { leanZod } from '../shared/protocol/vite-lean-zod.ts';
import { solidPlugins } from '../shared/ui/vite-solid.ts';
import { manifest } from './manifest.ts';
import { precompress } from './precompress.ts';

const OUTPUT = fileURLToPath(new URL('./dist', import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    leanZod(),
    engines(),
    solidPlugins(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'sw.ts',
      injectRegister: false,
      manifest,
      injectManifest: { buildPlugins: { vite: [leanZod()] }, globPatterns: ['**/*.{js,css,html,svg}', 'icon-*.png'] },
    }),
    precompress(OUTPUT),
  ],
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    target: 'es2023',
    // The CSP knows no `data:` and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What a page always loads, stage by stage: what it shares with what comes on demand would else be twenty more files.
        codeSplitting: {
          groups: [
            { name: 'first', test: /pwa[\\/]main\.tsx$/, priority: 2 },
            { name: 'start', test: /pwa[\\/]start\.tsx$/, priority: 1 },
            { name: 'rest', test: /history[\\/]rest\.ts$/ },
            { name: 'mail', test: /mail[\\/]mail\.ts$/ },
          ],
        },
      },
    },
  },
});
