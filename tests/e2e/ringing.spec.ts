import { expect, type Page, test } from '@playwright/test';
import type { PushMessage } from '#shared/protocol/push.ts';
import { type PushServiceStand, startPushService } from '#tests/relay/push/push-service.ts';
import { signIn as signInByApi } from '#tests/relay/test-client.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import {
  acceptContact,
  callStatus,
  openConversation,
  pressToClose,
  requestContact,
  signUp,
} from './fixtures/person.ts';
import { pushedBrowser } from './fixtures/pushes.ts';
import { acquaintances, acquaintancesByExtension } from './fixtures/talk.ts';

let service: PushServiceStand;
let house: Household;

test.beforeEach(async () => {
  service = await startPushService();
  house = await startHousehold(service.environment, { installed: true });
});
test.afterEach(async () => {
  await house?.close();
  service?.close();
});

const openSettings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Ringing' })).toBeVisible();
};

const call = (page: Page, login: string) =>
  page
    .getByRole('button', { name: `Call ${login}`, exact: true })
    .first()
    .click();

test('[R12] [R15] a silent contact is shown without a dialog, and a call during a call can be switched to', async () => {
  const people = ['ann', 'bo', 'cy'] as const;
  const [ann, bo, cy] = await Promise.all(people.map(async () => (await house.pwa()).page));
  if (!ann || !bo || !cy) throw new Error('three people');
  await Promise.all([signUp(ann, 'ann'), signUp(bo, 'bo'), signUp(cy, 'cy')]);
  for (const [page, login] of [
    [ann, 'ann'],
    [cy, 'cy'],
  ] as const) {
    await requestContact(page, 'bo');
    await acceptContact(bo, login);
  }

  await openConversation(bo, 'ann');
  await bo.getByRole('button', { name: 'More' }).click();
  await bo.getByRole('menuitem', { name: 'Ringing' }).click();
  await bo.getByRole('radio', { name: 'Silent' }).check();
  await bo.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await bo.getByRole('button', { name: 'Back' }).click();
  await openSettings(bo);
  await bo.getByRole('switch', { name: 'Calls during a call' }).check();

  await call(ann, 'bo');
  await expect(callStatus(ann).filter({ hasText: 'Ringing' })).toBeVisible();
  await expect(bo.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  await expect(bo.getByRole('dialog')).toHaveCount(0);
  await bo.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(ann).filter({ hasText: 'Connected' })).toBeVisible();

  await call(cy, 'bo');
  await expect(callStatus(cy).filter({ hasText: 'Ringing' })).toBeVisible();
  await expect(bo.getByRole('alert').filter({ hasText: 'cy is calling' })).toBeVisible();
  await expect(callStatus(bo).filter({ hasText: 'Connected' })).toBeVisible();
  await bo.getByRole('button', { name: 'Hang up and answer cy' }).click();
  await expect(callStatus(cy).filter({ hasText: 'Connected' })).toBeVisible();
  await expect(callStatus(ann).filter({ hasText: 'bo hung up' })).toBeVisible();
  await expect(callStatus(bo).filter({ hasText: 'Connected' })).toBeVisible();
  await bo.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(cy).filter({ hasText: 'Ended' })).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('[RT1] [RT4] Can I be rung? tells the seconds by socket and by push, and what to do at a closed device', async () => {
  const { page, context } = await house.pwa();
  const browser = await pushedBrowser(context, page, service);
  await page.reload();
  const subscribed = page.waitForResponse((answer) => answer.url().endsWith('/api/push/subscription'));
  await signUp(page, 'ann');
  await subscribed;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await signInByApi(house.relay.url, 'ann');

  await openSettings(page);
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  await expect(page.getByLabel('From')).toHaveValue('22:00');
  await page.getByLabel('From').fill('00:00');
  await page.getByLabel('To', { exact: true }).fill('23:59');
  await page.getByRole('button', { name: 'Can I be rung?' }).click();
  const own = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'This device' });
  await expect(own).toContainText(/Open: answered in \d/);
  await expect(own).toContainText('Quiet hours are on');
  await browser.deliver(await browser.pushed<PushMessage>(0));
  await expect(own).toContainText(/By push: answered in \d/);
  await expect(page.getByRole('dialog').getByText('Open it on that device once')).toBeVisible();
  expect((await browser.notifications()).map(({ title }) => title)).toEqual(['Tincan can ring here']);
  expect(house.complaints.list()).toEqual([]);
});

test('[R5] [CA17] calls ring as long as one has chosen, at both sides', async () => {
  const { ann, bo } = await acquaintances(house);
  await openSettings(bo.page);
  const time = bo.page.getByRole('combobox', { name: 'Calls ring for' });
  await expect(time).toHaveValue('');
  await expect(time.locator('option').first()).toHaveText('As on this relay (60 s)');
  const told = bo.page.waitForResponse((answer) => answer.url().endsWith('/api/account') && answer.status() === 204);
  await time.selectOption('20 s');
  await told;
  await bo.page.reload();
  await expect(time).toHaveValue('20');

  const begun = Date.now();
  await call(ann.page, 'bo');
  await expect(bo.page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  // Long before the 60 s of the relay.
  await expect(callStatus(ann.page).filter({ hasText: 'No answer' })).toBeVisible({ timeout: 50_000 });
  expect(Date.now() - begun).toBeGreaterThan(19_000);
  await expect(bo.page.getByRole('button', { name: 'Answer', exact: true })).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});

/** By what the disc behind a caller's face has grown, if one does: nothing else on a page moves for ever. */
const growthOf = (page: Page): Promise<number | undefined> =>
  page.evaluate(() => {
    for (const { effect } of document.getAnimations())
      if (effect instanceof KeyframeEffect && effect.target && effect.getTiming().iterations === Infinity)
        return new DOMMatrix(getComputedStyle(effect.target, effect.pseudoElement).transform).a;
    return undefined;
  });

/** Rings here: it grows, begins again and grows, but not for those who want things still, nor after the answer. */
const pulsesUntilAnswered = async (page: Page): Promise<void> => {
  const answer = page.getByRole('button', { name: 'Answer', exact: true });
  await expect(answer).toBeVisible();
  for (const motion of ['no-preference', 'reduce', 'no-preference'] as const) {
    await page.emulateMedia({ reducedMotion: motion });
    if (motion === 'reduce') expect(await growthOf(page)).toBeUndefined();
    else {
      // It is small for a third of a second in every round.
      const growth = expect.poll(() => growthOf(page), { intervals: [50] });
      await growth.toBeGreaterThan(1.5);
      await growth.toBeLessThan(1.3);
      await growth.toBeGreaterThan(1.5);
    }
    await expect(answer).toBeVisible();
  }
  await answer.click();
  await expect(callStatus(page)).toContainText('Connected');
  expect(await growthOf(page)).toBeUndefined();
};

test('the face of who calls pulses until the answer, in the PWA and in the extension, where motion is not unwanted', async () => {
  const { ann, bo, popup } = await acquaintancesByExtension(house);
  await call(popup, 'ann');
  await pulsesUntilAnswered(ann.page);
  const called = await bo.callWindow();
  await called.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(ann.page)).toContainText('Ended');
  await pressToClose(called, 'Close');
  await ann.page.getByRole('button', { name: 'Close', exact: true }).click();

  await call(ann.page, 'bo');
  await pulsesUntilAnswered(await bo.callWindow());
  expect(house.complaints.list()).toEqual([]);
});
