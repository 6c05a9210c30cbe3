import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumPath } from './fixtures/browser.ts';

/** Says what is missing before the first test would fail on it, and builds what the tests open. */
const prepare = (): void => {
  const browser = chromiumPath() ?? chromium.executablePath();
  if (!existsSync(browser)) {
    throw new Error(
      'The browser tests need Chromium. Install it with `apt-get install chromium` (Debian) or ' +
        '`npx playwright install --with-deps chromium`, or name one in the variable CHROMIUM.',
    );
  }
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build.mjs')], { stdio: 'inherit' });
};

export default prepare;
