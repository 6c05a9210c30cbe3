import { readFile } from 'node:fs/promises';
import { type Download, expect, type Locator, type Page, test } from '@playwright/test';
import { codeOf, nextCodeOf } from '#tests/relay/authenticator.ts';
import { findings } from './fixtures/axe.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { PASSWORD, signIn, signUp } from './fixtures/person.ts';

// ann administers the relay and has an authenticator app; bo is a person on it who loses theirs.

test.describe.configure({ mode: 'serial' });

/** The window of an extension. */
const SMALL = { width: 380, height: 600 };

let house: Household;
let ann: Page;
let secret = '';
let recovery: readonly string[] = [];

test.beforeAll(async () => {
  house = await startHousehold({ ADMIN_LOGIN: 'ann', ADMIN_PASSWORD: PASSWORD });
  house.complaints.expect(/status of (401|403|404)/); // refused on purpose
  ({ page: ann } = await house.pwa());
});

test.afterAll(async () => {
  await house?.close();
});

const factor = (page: Page) => page.getByRole('region', { name: 'Second factor' });
const dialog = (page: Page) => page.getByRole('dialog');
const password = (page: Page | Locator) => page.getByLabel('Password', { exact: true });
const code = (page: Page) => page.getByLabel('Code of your authenticator app');
const openSettings = (page: Page): Promise<void> => page.getByRole('button', { name: 'Settings' }).click();

/** Up to where the app has to show a code; resolves to the secret as a person types it off. */
const beginOn = async (page: Page): Promise<string> => {
  await factor(page).getByRole('button', { name: 'Turn on' }).click();
  await password(dialog(page)).fill(PASSWORD);
  await dialog(page).getByRole('button', { name: 'Continue' }).click();
  await expect(dialog(page).getByRole('img', { name: /QR code/ })).toBeVisible();
  return ((await dialog(page).locator('code').textContent()) ?? '').replaceAll(' ', '');
};

/** A browser in which nobody is signed in, with login and password given: the relay wants more. */
const comeAnew = async (login: string): Promise<Page> => {
  const { page } = await house.pwa();
  await page.getByLabel('Login').fill(login);
  await password(page).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(code(page)).toBeFocused();
  return page;
};

const give = async (page: Page, label: string, typed: string): Promise<void> => {
  await page.getByLabel(label).fill(typed);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

test('[SE11] turning it on takes the password and a code of the app, and gives recovery codes to keep', async () => {
  await signIn(ann, 'ann');
  await openSettings(ann);
  await expect(factor(ann)).toContainText('It is off.');
  await factor(ann).getByRole('button', { name: 'Turn on' }).click();
  await dialog(ann).getByRole('button', { name: 'Continue' }).click();
  await expect(dialog(ann)).toContainText('Type your password.');
  await password(dialog(ann)).fill('not the password');
  await dialog(ann).getByRole('button', { name: 'Continue' }).click();
  await expect(dialog(ann).getByRole('alert')).toContainText('This is not your present password.');
  await dialog(ann).getByRole('button', { name: 'Cancel' }).click();

  secret = await beginOn(ann);
  await expect(code(ann)).toBeFocused();
  expect(await findings(ann, 'the secret')).toEqual([]);
  const before = ann.viewportSize();
  await ann.setViewportSize(SMALL);
  await code(ann).fill('12345');
  await code(ann).press('Enter');
  await expect(dialog(ann).getByRole('alert')).toContainText('This code is wrong or was used already.');
  await expect(dialog(ann).getByRole('alert')).toBeInViewport({ ratio: 0.9 });
  if (before) await ann.setViewportSize(before);
  await code(ann).fill(codeOf(secret, Date.now()));
  await dialog(ann).getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog(ann).getByRole('status')).toContainText('The second factor is on.');
  recovery = await dialog(ann).getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  expect(recovery).toHaveLength(8);
  expect(await findings(ann, 'recovery codes')).toEqual([]);
  const [download] = await Promise.all([
    ann.waitForEvent('download') as Promise<Download>,
    dialog(ann).getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('tincan-recovery-codes.txt');
  expect((await readFile(await download.path(), 'utf8')).trim().split('\n')).toEqual(recovery);
  await dialog(ann).getByRole('button', { name: 'I have kept them' }).click();
  await expect(factor(ann)).toContainText(/On since .* 8 recovery codes left\./);
});

test('[SE12] a fresh browser is asked for a code once the password is right, and keeps what was typed', async () => {
  const page = await comeAnew('ann');
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Type the code.')).toBeVisible();
  expect(await findings(page, 'sign-in with a code')).toEqual([]);
  await give(page, 'Code of your authenticator app', '1');
  await expect(page.getByRole('alert')).toContainText('This code is wrong or was used already.');
  await expect(page.getByLabel('Login')).toHaveValue('ann');
  await expect(password(page)).toHaveValue(PASSWORD);
  await give(page, 'Code of your authenticator app', nextCodeOf(secret));
  await expect(page.getByLabel('Login')).toBeHidden();
  await page.context().close();
});

test('[SE13] a recovery code lets in once', async () => {
  const [typed = ''] = recovery;
  const page = await comeAnew('ann');
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await give(page, 'Recovery code', typed);
  await expect(page.getByLabel('Login')).toBeHidden();
  await page.context().close();
  const again = await comeAnew('ann');
  await again.getByRole('button', { name: 'Use a recovery code' }).click();
  await give(again, 'Recovery code', typed);
  await expect(again.getByRole('alert')).toContainText('This code is wrong or was used already.');
  await again.context().close();
});

test('somebody else at the same form is not asked for a code of ann', async () => {
  const page = await comeAnew('ann');
  await page.getByLabel('Login').fill('nobody');
  await expect(code(page)).toBeHidden();
  await page.context().close();
});

test('[SE13] other recovery codes take the place of those of before, also on the small window', async () => {
  const before = ann.viewportSize();
  await ann.setViewportSize(SMALL);
  await factor(ann).getByRole('button', { name: 'New recovery codes' }).click();
  const make = dialog(ann).getByRole('button', { name: 'Make new codes' });
  await make.click();
  await expect(dialog(ann)).toContainText('Type your password.');
  await expect(dialog(ann)).toContainText('Type the code.');
  await password(dialog(ann)).fill('not the password');
  await code(ann).fill('123456');
  await make.click();
  await expect(dialog(ann).getByRole('alert')).toContainText('This is not your present password.');
  await password(dialog(ann)).fill(PASSWORD);
  await dialog(ann).getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog(ann)
    .getByLabel('Recovery code')
    .fill(recovery[1] ?? '');
  await make.click();
  await expect(dialog(ann).getByRole('status')).toContainText('Throw the old ones away.');
  const codes = await dialog(ann).getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  expect(new Set([...codes, ...recovery]).size).toBe(16);
  recovery = codes;
  expect(await findings(ann, 'other recovery codes')).toEqual([]);
  await dialog(ann).getByRole('button', { name: 'I have kept them' }).click();
  await expect(factor(ann)).toContainText('8 recovery codes left.');
  if (before) await ann.setViewportSize(before);
});

test('[SE11] turning it off takes the password and a code, and the password alone signs in then', async () => {
  await factor(ann).getByRole('button', { name: 'Turn off' }).click();
  await password(dialog(ann)).fill(PASSWORD);
  await dialog(ann).getByRole('button', { name: 'Turn off' }).click();
  await expect(dialog(ann)).toContainText('Type the code.');
  await code(ann).fill('1');
  await dialog(ann).getByRole('button', { name: 'Turn off' }).click();
  await expect(dialog(ann).getByRole('alert')).toContainText('This code is wrong or was used already.');
  await dialog(ann).getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog(ann)
    .getByLabel('Recovery code')
    .fill(recovery[1] ?? '');
  await dialog(ann).getByRole('button', { name: 'Turn off' }).click();
  await expect(dialog(ann)).toBeHidden();
  await expect(factor(ann)).toContainText('It is off.');
  const { page } = await house.pwa();
  await signIn(page, 'ann');
  await page.context().close();
});

test('[SE15] an administrator turns it off for somebody who has lost their phone', async () => {
  const { page: bo } = await house.pwa();
  await signUp(bo, 'bo');
  await openSettings(bo);
  const ofBo = await beginOn(bo);
  await code(bo).fill(codeOf(ofBo, Date.now()));
  await code(bo).press('Enter');
  await bo.getByRole('button', { name: 'I have kept them' }).click();

  await ann.getByRole('button', { name: 'Administration' }).click();
  await ann.getByRole('button', { name: 'Manage bo' }).click();
  await expect(dialog(ann)).toContainText('Signs in with a second factor.');
  await dialog(ann).getByRole('button', { name: 'Turn off second factor' }).click();
  await ann.getByRole('alertdialog').getByRole('button', { name: 'Turn off second factor' }).click();
  await expect(dialog(ann).getByText('Signs in with a second factor.')).toBeHidden();
  await expect(dialog(ann).getByRole('button', { name: 'Turn off second factor' })).toBeHidden();
  await dialog(ann).getByRole('button', { name: 'Close' }).click();
  const { page } = await house.pwa();
  await signIn(page, 'bo');
  await ann.reload();
  await expect(ann.getByRole('region', { name: 'Audit log' })).toContainText(
    'ann turned off the second factor of · bo',
  );
});
