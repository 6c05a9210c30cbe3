import { expect, type Page, test } from '@playwright/test';
import { launchPwa } from './fixtures/browser.ts';
import { Complaints } from './fixtures/complaints.ts';
import { launchExtension } from './fixtures/extension.ts';
import { type Household, startHousehold } from './fixtures/household.ts';

let house: Household;
test.beforeEach(async () => {
  house = await startHousehold();
});
test.afterEach(() => house?.close());

/** What somebody would do who got a text of theirs into a page. Each is refused, and counted. */
const attack = (): void => {
  const refused: string[] = [];
  Object.assign(globalThis, { refused });
  const attempt = (name: string, work: () => unknown): void => {
    try {
      work();
    } catch {
      refused.push(name);
    }
  };
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
  attempt('markup', () => {
    document.body.innerHTML = '<p>owned</p>';
  });
  // Not at once: what a debugger runs may make code.
  setTimeout(() => attempt('code', () => Function('owned')));
  attempt('policy', () =>
    (
      globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
    ).trustedTypes.createPolicy('owned', {}),
  );
  attempt('script', () => {
    document.createElement('script').src = 'https://evil.example/owned.js';
  });
  const picture = new Image();
  picture.src = 'https://evil.example/owned.png';
  const inline = document.createElement('style');
  inline.textContent = 'body { display: none }';
  document.head.append(inline);
  fetch('https://evil.example/owned').catch(() => refused.push('fetch'));
  const frame = document.createElement('iframe');
  frame.src = 'https://evil.example/';
  document.body.append(frame);
};

const isRefused = async (page: Page, ...wanted: readonly string[]): Promise<void> => {
  await page.evaluate(attack);
  const refused = () => page.evaluate(() => (globalThis as unknown as { refused: readonly string[] }).refused);
  await expect.poll(refused).toEqual(expect.arrayContaining([...wanted]));
};

test('a page refuses markup, code, styles and addresses that are not its own, and tests hear of it', async () => {
  const complaints = new Complaints();
  const browser = await launchPwa();
  try {
    complaints.watch(browser.context);
    await browser.page.goto(house.relay.url);
    await expect(browser.page.getByRole('button', { name: 'Create account' })).toBeVisible();
    expect(complaints.violations()).toEqual([]);
    const addresses = ['fetch', 'img-src', 'style-src-elem', 'connect-src', 'frame-src'];
    await isRefused(browser.page, 'markup', 'code', 'policy', 'script', ...addresses);
    await expect.poll(() => complaints.violations().length).toBeGreaterThan(5);
    await expect(browser.page.getByRole('button', { name: 'Create account' })).toBeVisible();
  } finally {
    await browser.close();
  }
});

test('so does a page of the extension, for markup and code', async () => {
  const complaints = new Complaints();
  const browser = await launchExtension();
  try {
    complaints.watch(browser.context);
    const page = await browser.open('welcome');
    await expect(page.getByLabel(/relay/i)).toBeVisible();
    expect(complaints.violations()).toEqual([]);
    await isRefused(page, 'markup', 'code', 'policy', 'script');
    await expect.poll(() => complaints.violations().length).toBeGreaterThan(2);
  } finally {
    await browser.close();
  }
});
