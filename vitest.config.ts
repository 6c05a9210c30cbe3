import { defineConfig } from 'vitest/config';
import { solidPlugins } from './shared/ui/vite-solid.ts';

export default defineConfig({
  plugins: [solidPlugins()],
  test: {
    include: ['tests/{protocol,core,client,ui,relay,pwa,extension,repo}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Tests against a real relay start processes: two at a time, and patience on a busy machine.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
