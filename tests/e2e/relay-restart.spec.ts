import { expect, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { ARRIVED, callStatus, message, openConversation, row, say } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { acquaintances, callWithVideo, expectMoving } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold({}, { installed: true });
});

test.afterEach(async () => {
  await house?.close();
});

test('[CA10] a relay that is killed and restarted in mid-call costs neither the call nor a message', async () => {
  const wide = { width: 1440, height: 900 };
  const { ann, bo } = await acquaintances(
    house,
    { senses: SENSES.ann, viewport: wide },
    { senses: SENSES.bo, viewport: wide },
  );
  await callWithVideo(ann, bo);
  await ann.page.getByRole('button', { name: 'Back to messages' }).click();
  await expect(row(ann.page, 'bo')).toContainText('In a call');
  await openConversation(ann.page, 'bo');

  // Writing takes code that is loaded on demand: without a relay, from what the service worker keeps.
  await ann.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  house.complaints.expect(/WebSocket connection .* failed/, /ERR_CONNECTION_REFUSED/);
  await house.relay.kill();
  await expectMoving(bo.page, ann.uid);
  // Written while nobody can take it.
  await say(ann.page, 'Still here?');
  await ann.page.getByRole('button', { name: 'Show call' }).click();
  await expectMoving(ann.page, bo.uid);
  await ann.page.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(bo.page.getByText('ann is muted')).toBeVisible();

  await house.relay.start();
  await ann.page.getByRole('button', { name: 'Back to messages' }).click();
  await expect(ann.page.getByLabel(ARRIVED)).toBeVisible({ timeout: 30_000 });
  await expect(row(ann.page, 'bo')).toContainText('In a call');
  await expectMoving(bo.page, ann.uid);
  await bo.page.getByRole('button', { name: 'Back to messages' }).click();
  await openConversation(bo.page, 'ann');
  await expect(message(bo.page, 'Still here?')).toHaveCount(1);
  await bo.page.getByRole('button', { name: 'Show call' }).click();

  await bo.page.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(bo.page)).toContainText('Ended');
  await expect(row(ann.page, 'bo')).toContainText('Online');
  expect(house.complaints.list()).toEqual([]);
});
