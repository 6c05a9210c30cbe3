import { expect, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { ARRIVED, message, openConversation, say } from './fixtures/person.ts';
import { acquaintances } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold({}, { installed: true });
});

test.afterEach(async () => {
  await house?.close();
});

test('without a relay the web app opens, shows what was said, and keeps what is written', async () => {
  const { ann, bo } = await acquaintances(house);
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'Before the storm.');
  await expect(ann.page.getByLabel(ARRIVED)).toBeVisible();
  await ann.page.evaluate(() => navigator.serviceWorker.ready);

  house.complaints.expect(/WebSocket connection .* failed/, /ERR_CONNECTION_REFUSED/);
  await house.relay.kill();
  await ann.page.reload();
  await expect(message(ann.page, 'Before the storm.')).toHaveCount(1);
  await say(ann.page, 'During the storm.');
  await expect(ann.page.getByLabel('Waiting to be sent')).toBeVisible();
  await expect(ann.page.getByText(/relay cannot be reached|no connection to the relay/i).first()).toBeVisible();

  await house.relay.start();
  await expect(ann.page.getByLabel(ARRIVED)).toHaveCount(2, { timeout: 30_000 });
  await openConversation(bo.page, 'ann');
  await expect(message(bo.page, 'During the storm.')).toHaveCount(1);
  expect(house.complaints.list()).toEqual([]);
});

test('an edit made without a network shows at once and is sent on return', async () => {
  const { ann, bo } = await acquaintances(house);
  await openConversation(ann.page, 'bo');
  await openConversation(bo.page, 'ann');
  await say(ann.page, 'see you at sx');
  await expect(message(bo.page, 'see you at sx')).toBeVisible();
  // What an edit takes is loaded on demand: without a network, from what the service worker keeps.
  await ann.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await ann.context.setOffline(true);
  await message(ann.page, 'see you at sx').click({ button: 'right' });
  await ann.page.getByRole('menuitem', { name: 'Edit' }).click();
  const field = ann.page.getByLabel('Message', { exact: true });
  await expect(field).toHaveValue('see you at sx');
  await field.fill('see you at six');
  await field.press('Enter');
  await expect(message(ann.page, 'see you at six')).toBeVisible();
  await expect(message(bo.page, 'see you at sx')).toBeVisible();
  await ann.context.setOffline(false);
  await expect(message(bo.page, 'see you at six')).toBeVisible({ timeout: 20_000 });
});

test('the page is served with a policy that allows neither inline code nor foreign origins', async () => {
  const answer = await fetch(house.relay.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy.replaceAll("'wasm-unsafe-eval'", '')).not.toContain('unsafe');
});
