import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { manifestFor } from '../../extension/manifest.ts';
import { Complaints } from './fixtures/complaints.ts';
import { EXTENSION_ID, type ExtensionBrowser, launchExtension } from './fixtures/extension.ts';

const OUTPUT = join(import.meta.dirname, '../../extension/.output');

for (const browser of ['chrome', 'firefox'] as const) {
  test(`the ${browser} build holds what was decided and nothing that the build tool added`, () => {
    const folder = join(OUTPUT, `${browser}-mv3`);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    const background = browser === 'chrome' ? { service_worker: 'background.js' } : { scripts: ['background.js'] };
    expect(manifest).toEqual({
      ...manifestFor(browser),
      manifest_version: 3,
      icons: { 16: 'icon/16.png', 32: 'icon/32.png', 48: 'icon/48.png', 128: 'icon/128.png' },
      background,
      action: { default_title: 'Tincan', default_popup: 'popup.html' },
    });
    for (const page of ['popup', 'call', 'welcome']) expect(existsSync(join(folder, `${page}.html`))).toBe(true);
  });
}

test.describe('in Chromium', () => {
  let browser: ExtensionBrowser;
  const complaints = new Complaints();

  test.beforeAll(async () => {
    browser = await launchExtension();
    complaints.watch(browser.context);
  });
  test.afterAll(() => browser.close());

  test('the worker runs under the id that the key fixes', async () => {
    const workers = browser.context.serviceWorkers().map((worker) => new URL(worker.url()).host);
    expect(workers).toEqual([EXTENSION_ID]);
    expect(await browser.backstage.evaluate(() => chrome.action.getBadgeText({}))).toBe('');
  });

  test('the popup of someone who is not signed in leads to the page that does it', async () => {
    const popup = await browser.open('popup');
    const welcome = browser.context.waitForEvent('page');
    await popup.getByRole('button', { name: 'Set up Tincan' }).click();
    await expect((await welcome).getByLabel('Relay address')).toBeVisible();
    await expect.poll(() => popup.isClosed()).toBe(true);
  });

  test('an address without a relay is refused in words', async () => {
    const welcome = await browser.open('welcome');
    await welcome.getByLabel('Relay address').fill('http://localhost:1');
    await welcome.getByRole('button', { name: 'Connect' }).click();
    await expect(welcome.getByText(/relay/i).filter({ hasText: /reached|no Tincan relay/ })).toBeVisible();
    complaints.expect(/ERR_UNSAFE_PORT|ERR_CONNECTION_REFUSED/);
  });

  test('the call window says so when there is no call', async () => {
    const call = await browser.open('call');
    await expect(call.getByText('No call here')).toBeVisible();
    await call.close();
  });

  test('nothing complained on any page or in the worker', () => {
    expect(complaints.list()).toEqual([]);
  });
});
