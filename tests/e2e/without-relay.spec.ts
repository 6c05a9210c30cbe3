import { expect, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { ARRIVED, message, openConversation, say } from './fixtures/person.ts';
import { acquaintances } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
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

test('the page is served with a policy that allows neither inline code nor foreign origins', async () => {
  const answer = await fetch(house.relay.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy.replaceAll("'wasm-unsafe-eval'", '')).not.toContain('unsafe');
});
