import { defineConfig } from '@playwright/test';

/** What is timed, or heard closely: with the machine to itself. */
const ALONE = ['firefox', 'history', 'hold', 'peers/*', 'share-sound', 'sound'].map((name) => `**/e2e/${name}.spec.ts`);

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/global-setup.ts',
  outputDir: 'test-results/browser',
  // Each test drives several browsers and a relay of its own. `npm test` runs the projects one after the other.
  workers: 1,
  projects: [
    { name: 'alone', testMatch: ALONE },
    { name: 'together', testIgnore: ALONE },
  ],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: { trace: 'off', screenshot: 'only-on-failure' },
});
