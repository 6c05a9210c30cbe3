import { defineConfig } from '@playwright/test';

/** What is not timed, and plays no sound that is judged: two at a time are as good as one. */
const SCREENS = [
  'accessibility',
  'administration',
  'conversation',
  'devices',
  'extension-call',
  'extension-push',
  'extension-smoke',
  'files',
  'hostile-text',
  'identity',
  'peerjs',
  'policy',
  'push',
  'receipts',
  'recovery',
  'ringing',
  'room-screens',
  'second-factor',
  'setup-check',
  'shortcuts',
  'stage',
  'troubles',
  'turn',
  'two-devices',
  'verify',
  'web-app',
  'without-relay',
].map((name) => `**/e2e/${name}.spec.ts`);

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/global-setup.ts',
  outputDir: 'test-results/browser',
  // Each test drives several browsers and a relay of its own. `npm test` runs the projects one after the other.
  workers: 1,
  projects: [
    { name: 'calls', testIgnore: SCREENS },
    { name: 'screens', testMatch: SCREENS },
  ],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: { trace: 'off', screenshot: 'only-on-failure' },
});
