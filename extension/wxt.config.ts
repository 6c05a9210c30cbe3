import { defineConfig } from 'wxt';
import { leanZod } from '../shared/protocol/vite-lean-zod.ts';
import { solidPlugins } from '../shared/ui/vite-solid.ts';
import { manifestFor } from './manifest.ts';
import { popupChunks } from './popup-chunks.ts';

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  manifest: ({ browser }) => manifestFor(browser),
  vite: () => ({
    plugins: [leanZod(), solidPlugins()],
    build: { target: 'es2023', modulePreload: { polyfill: false } },
  }),
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (entrypoints.some(({ type }) => type === 'popup')) config.plugins = [...(config.plugins ?? []), popupChunks()];
    },
  },
});
