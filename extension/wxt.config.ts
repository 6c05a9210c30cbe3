import { defineConfig } from 'wxt';
import { solidPlugins } from '../shared/ui/vite-solid.ts';
import { manifestFor } from './manifest.ts';

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  manifest: ({ browser }) => manifestFor(browser),
  vite: () => ({ plugins: solidPlugins(), build: { target: 'es2023' } }),
});
