import { defineConfig } from 'vitest/config';
import { solidPlugins } from './shared/ui/vite-solid.ts';

const MINUTE_MS = 60_000;

export default defineConfig({
  test: {
    globalSetup: './tests/global-setup.ts',
    // Tests against a real relay wait a third of their time: three at a time on two cores, and patience on a busy machine.
    maxWorkers: 3,
    projects: [
      {
        plugins: [solidPlugins()],
        test: {
          name: 'unit',
          include: ['tests/{protocol,core,client,ui,relay,pwa,extension,repo}/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'promise',
          include: ['tests/promise/{*,histories/*}.test.ts'],
          environment: 'node',
          // Hundreds of relays live and die in one test; in a long run, thousands.
          testTimeout: 90 * MINUTE_MS,
          hookTimeout: MINUTE_MS,
        },
      },
      {
        test: {
          name: 'network',
          include: ['tests/promise/network/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90 * MINUTE_MS,
          hookTimeout: MINUTE_MS,
          // They measure how long answers take: after the others, and one at a time.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
