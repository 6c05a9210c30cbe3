import { expect, type Page, test } from '@playwright/test';
import type { PushMessage } from '#shared/protocol/push.ts';
import { type PushServiceStand, startPushService } from '#tests/relay/push/push-service.ts';
import { signIn as signInByApi } from '#tests/relay/test-client.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { acceptContact, callStatus, openConversation, requestContact, signUp } from './fixtures/person.ts';
import { pushedBrowser } from './fixtures/pushes.ts';

let service: PushServiceStand;
let house: Household;

test.beforeEach(async () => {
  service = await startPushService();
  house = await startHousehold(service.environment);
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
