import { expect, type Page } from '@playwright/test';
import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import { addressOf, launchExtension } from '#tests/e2e/fixtures/extension.ts';
import { acceptContact, requestContact, row, signUp, signUpInExtension } from '#tests/e2e/fixtures/person.ts';
import { firstPaint, peoplePainted, watchMoments } from '../browser/moments.ts';
import { EXTENSION, kibUntilConnected } from '../browser/scripts.ts';
import { must } from '../guard.ts';
import type { Samples } from '../samples.ts';
import type { Server } from '../servers/contender.ts';

/** The popup of someone who is signed in and has a contact: its JavaScript, and how soon the person is on the screen. */
export const popup = async (server: Server, loads: number, samples: Samples): Promise<void> => {
  const relay = `http://localhost:${server.port}`;
  const extension = await launchExtension();
  const other = await launchPwa();
  await other.page.goto(relay);
  await signUpInExtension(extension, relay, 'popping-ann');
  await signUp(other.page, 'popping-bo');
  await requestContact(other.page, 'popping-ann');
  const first = await extension.open('popup');
  await acceptContact(first, 'popping-bo');
  await expect(row(first, 'popping-bo')).toBeVisible();
  await first.close();

  const open = async (): Promise<{ page: Page; kib: Promise<number> }> => {
    const page = await extension.context.newPage();
    const kib = kibUntilConnected(page, EXTENSION);
    // Where the relay is stopped nobody asks.
    kib.catch(() => {});
    await page.setViewportSize({ width: 380, height: 600 });
    await watchMoments(page);
    await page.goto(addressOf('popup'));
    return { page, kib };
  };
  for (let i = 0; i <= loads; i++) {
    const { page, kib } = await open();
    const painted = Math.max(await firstPaint(page), await peoplePainted(page));
    if (i > 0) samples.add('popupPaint', 'ours', painted);
    if (i === loads) samples.add('popupJs', 'ours', await kib);
    await page.close();
  }

  // From IndexedDB and not from the relay: with the relay stopped the person is there all the same.
  server.pause();
  const { page } = await open();
  const alone = await peoplePainted(page);
  must(alone < 5000, `without the relay the popup took ${alone} ms`);
  server.resume();
  await other.browser.close();
  await extension.close();
};
