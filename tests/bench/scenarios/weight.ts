import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '#tests/e2e/fixtures/browser.ts';
import { acceptContact, requestContact, row, signUp } from '#tests/e2e/fixtures/person.ts';
import { chatUsable, firstPaint, openFirstChat } from '../browser/moments.ts';
import { kibAskedFor, kibThereBy, PWA } from '../browser/scripts.ts';
import type { Samples } from '../samples.ts';
import type { Server } from '../servers/contender.ts';

const OPENINGS = 5;

const newContext = (browser: Browser): Promise<BrowserContext> =>
  // A service worker would serve the second load from its store.
  browser.newContext({ viewport: { width: 360, height: 740 }, serviceWorkers: 'block' });

/** Lighthouse's "slow 4G". What has arrived by the first paint is what that paint waits for. */
const slowDown = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1.6e6 / 8,
    uploadThroughput: 750e3 / 8,
  });
};

const paintWeight = async (context: BrowserContext, origin: string): Promise<{ kib: number; paint: number }> => {
  const page = await context.newPage();
  await slowDown(page);
  await page.goto(origin);
  const paint = await firstPaint(page);
  const kib = await kibThereBy(page, PWA, paint);
  await page.close();
  return { kib, paint };
};

/** JavaScript of the web app: what the first paint waits for, and everything asked for until people and a chat are usable. */
export const weight = async (server: Server, samples: Samples): Promise<void> => {
  const origin = `http://localhost:${server.port}/`;
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS] });
  const [ann, bo] = [await newContext(browser), await newContext(browser)];
  const [annsPage, bosPage] = [await ann.newPage(), await bo.newPage()];
  await annsPage.goto(origin);
  await bosPage.goto(origin);
  await signUp(annsPage, 'weighing-ann');
  await signUp(bosPage, 'weighing-bo');
  await requestContact(annsPage, 'weighing-bo');
  await acceptContact(bosPage, 'weighing-ann');
  await row(annsPage, 'weighing-bo').waitFor();
  await annsPage.close();

  const stranger = await paintWeight(await newContext(browser), origin);
  const known = await paintWeight(ann, origin);
  samples.add('firstPaintJs', 'ours', Math.max(stranger.kib, known.kib));
  samples.add('firstPaint', 'ours', known.paint);

  const page = await ann.newPage();
  await openFirstChat(page);
  // What carries messages is asked for once the relay has answered, which is sometimes sooner: the middle of some openings.
  for (let opening = 0; opening < OPENINGS; opening++) {
    await page.goto(origin);
    samples.add('usableJs', 'ours', await kibAskedFor(page, PWA, await chatUsable(page)));
  }
  await browser.close();
};
