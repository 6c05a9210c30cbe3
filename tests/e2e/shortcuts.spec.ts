import { expect, test } from '@playwright/test';
import { expectSeen } from './fixtures/expect-senses.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callStatus, video } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { SHARED_COLOUR, serveSharedPage } from './fixtures/shared-page.ts';
import { acquaintancesByExtension } from './fixtures/talk.ts';

// ann has the PWA; bo has the extension, and keys that work from any window of the browser.

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

test('keys answer, mute, share the tab in front and hang up, on the call screen and from any window', async () => {
  const pair = await acquaintancesByExtension(
    house,
    { senses: SENSES.ann, viewport: { width: 1440, height: 900 } },
    { senses: SENSES.bo },
  );
  const { bo } = pair;
  const ann = pair.ann.page;
  await pair.popup.close();

  await ann.getByRole('button', { name: 'Call bo', exact: true }).first().click();
  await expect(callStatus(ann)).toContainText('Ringing');
  await bo.command('answer');
  await expect(callStatus(ann)).toContainText('Connected');
  const bosCall = await bo.callWindow();

  await bo.command('mute');
  await expect(ann.getByText('bo is muted')).toBeVisible();
  await bo.command('mute');
  await expect(ann.getByText('bo is muted')).toBeHidden();

  await ann.keyboard.press('m');
  await expect(bosCall.getByText('ann is muted')).toBeVisible();
  await ann.keyboard.press('?');
  const sheet = ann.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Camera on or off')).toBeVisible();
  await ann.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await ann.getByRole('button', { name: 'Chat' }).click();
  const field = ann.getByLabel('Message', { exact: true });
  await field.fill('');
  await field.press('m');
  await expect(field).toHaveValue('m');
  await expect(bosCall.getByText('ann is muted')).toBeVisible();

  await bosCall.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(bosCall.getByRole('dialog').getByText('In any window of this browser')).toBeVisible();
  await expect(bosCall.getByRole('dialog').getByText('Share the tab in front')).toBeVisible();
  // Those that are suggested were free: Chromium leaves out what it uses itself.
  await expect(bosCall.getByRole('dialog').locator('kbd', { hasText: 'Alt' })).toHaveCount(3);
  await bosCall.keyboard.press('Escape');

  const shared = await serveSharedPage();
  const tab = await bo.context.newPage();
  await tab.goto(shared.url);
  // Keys would allow the tab as the click on the icon does.
  await bo.runInToolbarPopup(tab, 'window.close()', 0);
  await bo.command('share-tab');
  const tabVideo = video(bo.uid, 'tab');
  await expectSeen(ann, tabVideo, SHARED_COLOUR);

  await bo.command('hang-up');
  await expect(callStatus(ann)).toContainText('Ended: bo hung up');
  shared.close();
  expect(house.complaints.list()).toEqual([]);
});
