import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import { createEmulatedNetwork, type EmulatedNetwork } from '#tests/e2e/fixtures/emulated-network.ts';
import { type ExtensionBrowser, launchExtension } from '#tests/e2e/fixtures/extension.ts';
import { soundReturns } from '#tests/e2e/fixtures/hearing.ts';
import { mediaOf } from '#tests/e2e/fixtures/media-watch.ts';
import {
  acceptContact,
  callStatus,
  requestContact,
  signUp,
  signUpInExtension,
  uidGivenTo,
} from '#tests/e2e/fixtures/person.ts';
import { serveSharedPage } from '#tests/e2e/fixtures/shared-page.ts';
import { resetMarks, watchCalls } from '../browser/call-marks.ts';
import { talking } from '../browser/caller.ts';
import { cpuOf } from '../browser/cpu-of.ts';
import { heapOf } from '../browser/heap.ts';
import { must } from '../guard.ts';
import type { Samples } from '../samples.ts';
import type { Server } from '../servers/contender.ts';

const MINUTE_MS = 60_000;
/** So long the processor is watched. */
const LOAD_MS = 20_000;

/** Waits for the button of the popup, and leaves the moment of its click where every page of the extension finds it. */
const SHARE = `(async () => {
  for (;;) {
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Share this tab');
    if (button) {
      localStorage['bench.shared'] = performance.timeOrigin + performance.now();
      return button.click();
    }
    await new Promise(requestAnimationFrame);
  }
})()`;

/** Milliseconds from the click in the popup to the first frame of the tab at the other side. */
const shareOnce = async (bo: ExtensionBrowser, window: Page, ann: Page, tab: Page): Promise<number> => {
  await resetMarks(ann);
  await bo.runInToolbarPopup(tab, SHARE, 0);
  const clicked = Number(await bo.backstage.evaluate(() => localStorage['bench.shared']));
  // What was shared before may still be drawn once.
  const seen = await ann.waitForFunction(
    (clicked) => globalThis.callMarks.frames.tab?.find((at) => at > clicked),
    clicked,
    { polling: 50 },
  );
  await window.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(ann.locator('video[data-kind="tab"]')).toHaveCount(0);
  return ((await seen.jsonValue()) ?? 0) - clicked;
};

/** Milliseconds from the moment that packets pass again until each hears the other. */
const recoverOnce = async (network: EmulatedNetwork, pages: readonly Page[]): Promise<number> => {
  network.cut();
  for (const page of pages) await expect(callStatus(page)).toContainText('Reconnecting');
  network.heal();
  const times = await Promise.all(pages.map(soundReturns));
  for (const page of pages) await expect(callStatus(page)).toContainText('Connected');
  return Math.max(...times);
};

const inSoundSheet = async (
  page: Page,
  act: (sheet: ReturnType<Page['getByRole']>) => Promise<void>,
): Promise<void> => {
  await page.getByRole('button', { name: 'Sound and camera' }).click();
  await act(page.getByRole('dialog', { name: 'Sound and camera' }));
  await page.keyboard.press('Escape');
};

/** Lines of the picture that a page sends. */
const linesSent = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let lines = 0;
    for (const connection of globalThis.mediaWatch.connections)
      for (const report of (await connection.getStats()).values())
        if (report.type === 'outbound-rtp' && report.kind === 'video') lines = Math.max(lines, report.frameHeight ?? 0);
    return lines;
  });

/**
 * One call between the web app and the extension: `count` times a tab is shared into it and `count` times its network is
 * cut; then what it takes of the processor with all processing on, and how its heap grows over so many minutes.
 */
export const longCall = async (server: Server, count: number, minutes: number, samples: Samples): Promise<void> => {
  const relay = `http://localhost:${server.port}`;
  const network = createEmulatedNetwork();
  const bo = await launchExtension(talking('bo'));
  const { context, page: ann, close } = await launchPwa(talking('ann'), { width: 1440, height: 900 });
  for (const each of [context, bo.context]) {
    await watchCalls(each);
    await network.apply(each);
  }
  await ann.goto(relay);
  await signUpInExtension(bo, relay, 'bo');
  const uid = uidGivenTo(ann);
  await signUp(ann, 'ann');
  await uid;
  await requestContact(ann, 'bo');
  const popup = await bo.open('popup');
  await acceptContact(popup, 'ann');
  await popup.close();

  await ann.getByRole('button', { name: 'Video call bo' }).first().click();
  const window = await bo.callWindow();
  await window.getByRole('button', { name: 'Answer with video' }).click();
  const sides = [ann, window];
  for (const page of sides) await expect(callStatus(page)).toContainText('Connected');
  // The tone of these microphones is a noise to whatever takes noise away, and the other side has to be heard.
  for (const page of sides) await inSoundSheet(page, (sheet) => sheet.getByRole('radio', { name: 'Off' }).check());

  const shared = await serveSharedPage();
  const tab = await bo.context.newPage();
  await tab.goto(shared.url);
  for (let i = 0; i <= count; i++) {
    const frame = await shareOnce(bo, window, ann, tab);
    if (i > 0) samples.add('shareFrame', 'ours', frame);
  }
  await tab.close();
  shared.close();

  for (let i = 0; i < count; i++) samples.add('recovery', 'ours', await recoverOnce(network, sides));

  for (const page of sides) {
    await inSoundSheet(page, async (sheet) => {
      await sheet.getByRole('radio', { name: 'Moderate' }).check();
      await sheet.getByRole('switch', { name: 'Silence gate' }).check();
    });
  }
  await pause(MINUTE_MS);
  samples.add('callLoad', 'ours', await cpuOf(context.browser(), () => pause(LOAD_MS)));
  samples.add('callLines', 'ours', await linesSent(ann));

  const before = await heapOf(ann);
  samples.add('heap', 'ours', before / 2 ** 20);
  const { received } = await mediaOf(ann);
  await pause(minutes * MINUTE_MS);
  must((await mediaOf(ann)).received > received, 'the call did not go on');
  samples.add('heapGrowth', 'ours', ((await heapOf(ann)) / before) * 100);

  await close();
  await bo.close();
  network.close();
};
