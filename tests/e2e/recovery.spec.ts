import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { message, openConversation, say, signIn } from './fixtures/person.ts';
import { acquaintances, newcomer } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

const WIDE = { width: 1440, height: 900 };

const openSettings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click();

const wordsIn = async (dialog: Locator): Promise<readonly string[]> => {
  const items = dialog.getByRole('list', { name: 'The words of your recovery key' }).getByRole('listitem');
  await expect(items).toHaveCount(24);
  return (await items.allInnerTexts()).map((text) => text.replace(/[^a-z]/g, ''));
};

/** Types what is asked for, with `change` done to it. */
const answer = async (dialog: Locator, words: readonly string[], change = (word: string) => word): Promise<void> => {
  for (const field of await dialog.getByRole('textbox').all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    await field.fill(change(words[Number(label.replace('Word ', '')) - 1] ?? ''));
  }
  await dialog.getByRole('button', { name: 'Check and finish' }).click();
};

/** Writes the words down and proves it. */
const makeRecoveryKey = async (page: Page): Promise<readonly string[]> => {
  // What is above it has come: a button that moves under the pointer is not clicked.
  await expect(page.getByRole('region', { name: 'Devices' }).getByRole('listitem').first()).toBeVisible();
  await page.getByRole('button', { name: /^Make a (new )?recovery key$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Recovery key' });
  await dialog.getByRole('button', { name: 'Show the words' }).click();
  const words = await wordsIn(dialog);
  await dialog.getByRole('button', { name: 'I have written them down' }).click();
  await answer(dialog, words);
  await expect(dialog.getByRole('status')).toContainText('ready');
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  return words;
};

test('[RK5] 24 words bring an account back to a fresh browser when every device is lost', async () => {
  const { ann, bo } = await acquaintances(house, {}, { viewport: WIDE });
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'Before.');
  await openConversation(bo.page, 'ann');
  await expect(message(bo.page, 'Before.')).toBeVisible();

  await openSettings(bo.page);
  const words = await makeRecoveryKey(bo.page);
  expect(new Set(words).size).toBeGreaterThan(12);
  await expect(bo.page.getByText('You have one since')).toBeVisible();
  await bo.close();

  const { page: fresh } = await house.pwa(undefined, WIDE);
  await signIn(fresh, 'bo');
  await fresh.getByRole('button', { name: 'Confirm this device' }).click();
  const dialog = fresh.getByRole('dialog');
  await dialog.getByRole('button', { name: 'I have my recovery key' }).click();
  const field = dialog.getByLabel('The 24 words');
  const restore = dialog.getByRole('button', { name: 'Restore' });

  await field.fill(words.with(4, 'tincan').join(' '));
  await restore.click();
  await expect(dialog.getByText('Word 5, “tincan”')).toBeVisible();
  await field.fill(words.slice(0, 23).join(' '));
  await restore.click();
  await expect(dialog.getByText('these are 23')).toBeVisible();
  await field.fill(words.map((word, index) => ` ${index + 1}. ${word.toUpperCase()} `).join('\n'));
  await restore.click();

  await expect(fresh.getByText('This device is not confirmed.')).toBeHidden();
  await openConversation(fresh, 'ann');
  await say(fresh, 'Back again.');
  await expect(message(ann.page, 'Back again.')).toBeVisible();
  await say(ann.page, 'Welcome.');
  await expect(message(fresh, 'Welcome.')).toBeVisible();
  await expect(ann.page.getByText('has a new identity')).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});

test('[RK4] what is wrong with the words is said, and a key that was made anew is the one that opens', async () => {
  const ann = await newcomer(house, 'ann', undefined, WIDE);
  await openSettings(ann.page);
  const former = await makeRecoveryKey(ann.page);

  await ann.page.getByRole('button', { name: 'Make a new recovery key' }).click();
  const making = ann.page.getByRole('dialog', { name: 'Recovery key' });
  await expect(making.getByText('The one that you have stops working.')).toBeVisible();
  await making.getByRole('button', { name: 'Show the words' }).click();
  const words = await wordsIn(making);
  await making.getByRole('button', { name: 'I have written them down' }).click();
  await answer(making, words, () => 'wrong');
  await expect(making.getByText(/This is not word \d+/)).toHaveCount(3);
  await answer(making, words);
  await expect(making.getByRole('status')).toContainText('ready');

  const { page: fresh } = await house.pwa();
  await signIn(fresh, 'ann');
  await fresh.getByRole('button', { name: 'Confirm this device' }).click();
  const dialog = fresh.getByRole('dialog');
  await dialog.getByRole('button', { name: 'I have my recovery key' }).click();
  const field = dialog.getByLabel('The 24 words');
  await field.fill(former.join(' '));
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog.getByText('does not open the backup of this account')).toBeVisible();
  await field.fill(words.join(' '));
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(fresh.getByText('This device is not confirmed.')).toBeHidden();
  expect(house.complaints.list()).toEqual([]);
});
