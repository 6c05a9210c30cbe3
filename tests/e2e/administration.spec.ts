import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page, test } from '@playwright/test';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { acceptContact, PASSWORD, requestContact, row, signIn, signUp } from './fixtures/person.ts';

// ann administers the relay, bo and cy are people on it.

test.describe.configure({ mode: 'serial' });

let house: Household;
let ann: Page;
let bo: Page;

test.beforeAll(async () => {
  house = await startHousehold({ ADMIN_LOGIN: 'ann', ADMIN_PASSWORD: PASSWORD });
  house.complaints.expect(/status of (400|401|403|409)/); // refused on purpose
  ({ page: ann } = await house.pwa());
  ({ page: bo } = await house.pwa());
});

test.afterAll(async () => {
  await house?.close();
});

const openSettings = (page: Page): Promise<void> => page.getByRole('button', { name: 'Settings' }).click();
const section = (name: string) => ann.getByRole('region', { name, exact: true });
const person = (login: string) => section('People').getByRole('listitem', { name: login, exact: true });
const manage = (login: string): Promise<void> => ann.getByRole('button', { name: `Manage ${login}` }).click();
const dialog = () => ann.getByRole('dialog');

const saved = async (page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> => {
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
};

test('an administrator comes to the administration from the settings; others see no way there', async () => {
  await signIn(ann, 'ann');
  await signUp(bo, 'bo');
  await requestContact(bo, 'ann');
  await acceptContact(ann, 'bo');
  await openSettings(bo);
  await expect(bo.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expect(bo.getByRole('button', { name: 'Administration' })).toBeHidden();
  await openSettings(ann);
  await ann.getByRole('button', { name: 'Administration' }).click();
  await expect(section('At a glance')).toContainText('2, 2 online');
  await expect(person('bo')).toContainText('Online');
  await expect(person('ann')).toContainText('Administrator');
});

test('whoever is none is told so at that address', async () => {
  await bo.goto(`${house.relay.url}/#/administration`);
  await expect(bo.getByRole('alert')).toContainText('You are not allowed to do that.');
  await bo.goto(`${house.relay.url}/#/`);
});

test('makes an account for somebody and finds it by a part of the login', async () => {
  await ann.getByRole('button', { name: 'New account' }).click();
  await dialog().getByLabel('Login').fill('cy');
  await dialog().getByLabel('Password', { exact: true }).fill('short');
  await dialog().getByRole('button', { name: 'Create account' }).click();
  await expect(dialog()).toContainText('A password has at least 12 characters.');
  await dialog().getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog().getByRole('button', { name: 'Create account' }).click();
  await expect(dialog()).toBeHidden();
  await ann.getByLabel('Search people').fill('c');
  await expect(person('cy')).toContainText('never online');
  await expect(person('bo')).toBeHidden();
  await ann.getByLabel('Search people').fill('');
  await expect(person('bo')).toBeVisible();
});

test('keeps somebody out, who is told why and is back when let in', async () => {
  await manage('bo');
  await dialog().getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(bo.getByText('The administrator has disabled this account.')).toBeVisible();
  await dialog().getByRole('button', { name: 'Enable' }).click();
  await dialog().getByRole('button', { name: 'Close' }).click();
  await bo.reload();
  await expect(row(bo, 'ann')).toContainText('Online');
});

test('whoever has forgotten their password gets another one, and changes it', async () => {
  const given = 'a heron stood in the rain';
  const own = 'three boats on the lake';
  await manage('cy');
  await dialog().getByRole('button', { name: 'Set password' }).click();
  const sets = ann.getByRole('dialog', { name: 'Another password for cy' });
  await sets.getByLabel('New password').fill('password1234');
  await sets.getByRole('button', { name: 'Set password' }).click();
  await expect(sets.getByRole('alert')).toContainText('This password is easy to guess.');
  await sets.getByLabel('New password').fill(given);
  await sets.getByRole('button', { name: 'Set password' }).click();
  await expect(sets).toBeHidden();
  await dialog().getByRole('button', { name: 'Close' }).click();

  const [{ page: phone }, { page: laptop }] = [await house.pwa(), await house.pwa()];
  await signIn(phone, 'cy', given);
  await signIn(laptop, 'cy', given);
  await openSettings(laptop);
  await laptop.getByRole('button', { name: 'Change password' }).click();
  const changes = laptop.getByRole('dialog', { name: 'Change password' });
  const fill = async (present: string, fresh: string): Promise<void> => {
    await changes.getByLabel('Present password').fill(present);
    await changes.getByLabel('New password').fill(fresh);
    await changes.getByRole('button', { name: 'Change' }).click();
  };
  await fill('not the password', own);
  await expect(changes.getByRole('alert')).toContainText('This is not your present password.');
  await fill(given, 'short');
  await expect(changes).toContainText('A password has at least 12 characters.');
  await changes.getByLabel('Sign out my other devices').check();
  await fill(given, own);
  await expect(laptop.getByText('Your password is changed.')).toBeVisible();
  await expect(phone.getByText('This device was signed out')).toBeVisible();
  await phone.getByLabel('Login').fill('cy');
  await phone.getByLabel('Password', { exact: true }).fill(own);
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await expect(phone.getByLabel('Login')).toBeHidden();
  await phone.close();
  await laptop.close();
});

test('a relay keeps one administrator', async () => {
  await manage('ann');
  await dialog().getByRole('button', { name: 'No longer administrator' }).click();
  await expect(dialog().getByRole('alert')).toContainText('A relay keeps at least one administrator.');
  await dialog().getByRole('button', { name: 'Close' }).click();
});

test('where only keys admit people, a key that was issued does, and one that was revoked does not', async () => {
  await ann.getByText('Whoever has a key', { exact: true }).click();
  await expect(ann.getByText('The relay’s configuration says: Everybody.')).toBeVisible();
  await ann.getByRole('button', { name: 'New access key' }).click();
  await dialog().getByRole('button', { name: 'Issue' }).click();
  await expect(dialog()).toContainText('Type something.');
  await dialog().getByLabel('Name of the key').fill('for dee');
  await dialog().getByRole('button', { name: 'Issue' }).click();
  const key = (await dialog().locator('code').textContent()) ?? '';
  await dialog().getByRole('button', { name: 'Close' }).last().click();
  await expect(section('New people')).toContainText('Admits 1 person until');

  const { page: dee } = await house.pwa();
  await dee.getByRole('button', { name: 'Create account' }).click();
  await dee.getByLabel('Access key').fill(key);
  await dee.getByLabel('Login').fill('dee');
  await dee.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dee.getByRole('button', { name: 'Create account' }).click();
  await expect(dee.getByLabel('Login')).toBeHidden();

  await ann.getByRole('button', { name: 'As configured' }).click();
  await expect(ann.getByLabel('Everybody')).toBeChecked();
});

test('everything was written down, and the chain is checked as it is taken out', async () => {
  await ann.reload();
  const log = section('Audit log');
  await expect(log).toContainText('issued an access key · for dee');
  await expect(log).toContainText('disabled · bo');
  const { name, text } = await saved(ann, () => log.getByRole('button', { name: 'Check and export' }).click());
  expect(name).toMatch(/^tincan-audit-\d{4}-\d\d-\d\d\.jsonl$/);
  const lines = text.trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: 1, act: 'account-created' });
  await expect(log.getByRole('status')).toHaveText(`${lines.length} entries, none changed or missing.`);
});

test('people take out what the relay knows of them, and delete their account with their password', async () => {
  await openSettings(bo);
  const { name, text } = await saved(bo, () => bo.getByRole('button', { name: 'What the relay knows of you' }).click());
  expect(name).toMatch(/^tincan-account-bo-/);
  expect(JSON.parse(text) as AccountRecord).toMatchObject({ login: 'bo', contacts: [{ login: 'ann' }] });
  await bo.getByRole('button', { name: 'Delete account' }).click();
  const asks = bo.getByRole('alertdialog');
  await asks.getByLabel('Password', { exact: true }).fill('not the password');
  await asks.getByRole('button', { name: 'Delete everything' }).click();
  await expect(asks.getByRole('alert')).toContainText('This is not your present password.');
  await asks.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await asks.getByRole('button', { name: 'Delete everything' }).click();
  await expect(bo.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await bo.getByLabel('Login').fill('bo');
  await bo.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bo.getByRole('button', { name: 'Sign in' }).click();
  await expect(bo.getByRole('alert')).toContainText('No such login, or a wrong password.');
  await ann.goto(`${house.relay.url}/#/`);
  await expect(row(ann, 'bo')).toBeHidden();
});

test('the only administrator cannot delete their account', async () => {
  await openSettings(ann);
  await ann.getByRole('button', { name: 'Delete account' }).click();
  const asks = ann.getByRole('alertdialog');
  await asks.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await asks.getByRole('button', { name: 'Delete everything' }).click();
  await expect(asks.getByRole('alert')).toContainText('You are the only administrator.');
});

test('no console complained of anything but what was refused on purpose', () => {
  expect(house.complaints.list()).toEqual([]);
});
