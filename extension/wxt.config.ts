import { defineConfig } from 'wxt';
import { engines } from '../shared/client/sound/vite-engines.ts';
import { leanZod } from '../shared/protocol/vite-lean-zod.ts';
import { solidPlugins } from '../shared/ui/vite-solid.ts';
import { manifestFor } from './manifest.ts';
import { popupChunks } from './popup-chunks.ts';

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  manifest: ({ browser }) => manifestFor(browser),
  vite: () => ({
    plugins: [leanZod(), engines(), solidPlugins()],
    build: {
      target: 'es2023',
      modulePreload: {
        polyfill: false,
        // Scripts come from the disk: asking for them beforehand would cost more than it saves.
        resolveDependencies: (_, files, { hostType }) =>
          hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
      },
    },
  }),
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (entrypoints.some(({ type }) => type === 'popup')) config.plugins = [...(config.plugins ?? []), popupChunks()];
    },
  },
});
