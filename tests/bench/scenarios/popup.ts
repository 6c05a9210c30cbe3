import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import { addressOf, type ExtensionBrowser, launchExtension, POPUP_SIZE } from '#tests/e2e/fixtures/extension.ts';
import {
  acceptContact,
  openConversation,
  requestContact,
  row,
  say,
  signUp,
  signUpInExtension,
} from '#tests/e2e/fixtures/person.ts';
import { EXTENSION, kibUntilConnected } from '../browser/scripts.ts';
import { must } from '../guard.ts';
import type { Samples } from '../samples.ts';
import type { Server } from '../servers/contender.ts';

/** Longer than anything else in the popup, so that it is its largest contentful paint. */
const LAST_WORDS = 'See you at the station at six, and bring the lamp';

/** By then it has been painted; until then nothing looks at it, which would slow it by a third. */
const UNSEEN_MS = 1_200;

/** The process of the one before is gone by then: nobody opens a popup in the moment in which they close it. */
const APART_MS = 500;

/** When the person was on the screen, in ms since the popup was opened: the browser's own word. Then it closes. */
const PERSON_PAINTED = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const { element, renderTime } = list.getEntries().at(-1);
    resolve(element?.closest('li') ? renderTime : -1);
    setTimeout(() => window.close());
  }).observe({ type: 'largest-contentful-paint', buffered: true });
})`;

const openInToolbar = async ({ runInToolbarPopup }: ExtensionBrowser, tab: Page): Promise<number> => {
  const painted = Number(await runInToolbarPopup(tab, PERSON_PAINTED, UNSEEN_MS));
  must(painted > 0, 'the popup painted something else than the person');
  await pause(APART_MS);
  return painted;
};

/** In a tab of the same size: the requests of a toolbar's own popup cannot be seen. */
const weigh = async ({ context }: ExtensionBrowser): Promise<number> => {
  const page = await context.newPage();
  await page.setViewportSize(POPUP_SIZE);
  const kib = kibUntilConnected(page, EXTENSION);
  await page.goto(addressOf('popup'));
  const weight = await kib;
  await page.close();
  return weight;
};

/** The popup of someone who is signed in and has a contact: its JavaScript, and how soon the person is on the screen. */
export const popup = async (server: Server, loads: number, samples: Samples): Promise<void> => {
  const relay = `http://localhost:${server.port}`;
  const extension = await launchExtension();
  const other = await launchPwa();
  await other.page.goto(relay);
  await signUpInExtension(extension, relay, 'popping-ann');
  await signUp(other.page, 'popping-bo');
  await requestContact(other.page, 'popping-ann');
  const page = await extension.open('popup');
  await acceptContact(page, 'popping-bo');
  await openConversation(other.page, 'popping-ann');
  await say(other.page, LAST_WORDS);
  await expect(row(page, 'popping-bo')).toContainText(LAST_WORDS);
  await page.close();
  samples.add('popupJs', 'ours', await weigh(extension));
  await other.close();

  const tab = await extension.context.newPage();
  await tab.goto(relay);
  for (let i = 0; i <= loads; i++) {
    const painted = await openInToolbar(extension, tab);
    if (i > 0) samples.add('popupPaint', 'ours', painted);
  }

  // From IndexedDB and not from the relay: with the relay stopped the person is there all the same.
  server.pause();
  await openInToolbar(extension, tab);
  server.resume();
  await extension.close();
};
