import { expect, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import {
  agreeOnBoth,
  confirmDevice,
  digitsOn,
  message,
  openConversation,
  say,
  signIn,
  startOver,
} from './fixtures/person.ts';
import { acquaintances, newcomer } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

const WIDE = { width: 1440, height: 900 };

test('[DL3] a new device says that it is not confirmed; confirmed on another one, it writes and is written to', async () => {
  const { ann, bo } = await acquaintances(house);
  const { page: laptop } = await house.pwa(undefined, WIDE);
  await signIn(laptop, 'bo');

  await expect(laptop.getByText('This device is not confirmed.')).toBeVisible();
  await expect(laptop.getByRole('listitem', { name: 'ann' })).toBeVisible();
  await expect(bo.page.getByRole('alert').filter({ hasText: /A new device signed in/ })).toBeVisible();
  await confirmDevice(bo.page, laptop);
  await expect(laptop.getByText('This device is not confirmed.')).toBeHidden();
  await expect(bo.page.getByText(/A new device signed in/)).toBeHidden();

  await openConversation(laptop, 'ann');
  await openConversation(ann.page, 'bo');
  await openConversation(bo.page, 'ann');
  await say(laptop, 'From the new device.');
  await expect(message(ann.page, 'From the new device.')).toBeVisible();
  await expect(message(bo.page, 'From the new device.')).toBeVisible();
  await say(ann.page, 'To both.');
  for (const page of [laptop, bo.page]) await expect(message(page, 'To both.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('a new device is found by the code that it shows, typed by hand; its messages come along', async () => {
  const { bo } = await acquaintances(house);
  await openConversation(bo.page, 'ann');
  await say(bo.page, 'Said before.');
  const { page: laptop } = await house.pwa(undefined, WIDE);
  await signIn(laptop, 'bo');
  await laptop.getByRole('button', { name: 'Confirm this device' }).click();
  await expect(laptop.getByRole('img', { name: /Code of this device/ })).toBeVisible();
  const code = await laptop.getByText(/^\w{4} \w{4} \w{4}$/).textContent();

  await bo.page.goto(`${house.relay.url}/#/settings`);
  await bo.page.getByRole('button', { name: 'Confirm by code' }).click();
  await bo.page.getByLabel('Code', { exact: true }).fill('AAAA BBBB CCCC');
  await bo.page.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(bo.page.getByText('No new device of yours has this code.')).toBeVisible();
  await bo.page.getByLabel('Code', { exact: true }).fill(code?.toLowerCase() ?? '');
  await bo.page.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true }).click();
  await agreeOnBoth(bo.page, laptop);
  await openConversation(laptop, 'ann');
  await expect(message(laptop, 'Said before.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('digits that differ, or are said to, confirm nothing', async () => {
  const bo = await newcomer(house, 'bo');
  const { page: laptop } = await house.pwa(undefined, WIDE);
  await signIn(laptop, 'bo');
  await bo.page.getByRole('button', { name: /^Confirm .* on / }).click();
  await expect(digitsOn(laptop)).toHaveText(/^\d{3} \d{3}$/);
  await laptop.getByRole('button', { name: 'They differ' }).click();
  await expect(bo.page.getByRole('dialog').getByRole('alert')).toContainText('Nothing was sent');
  await expect(laptop.getByText('This device is not confirmed.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('[SE3] a device that is removed is signed out within a second, and nothing more is sealed for it', async () => {
  const { ann, bo } = await acquaintances(house);
  const { page: laptop } = await house.pwa(undefined, WIDE);
  await signIn(laptop, 'bo');
  await confirmDevice(bo.page, laptop);

  await laptop.getByRole('button', { name: 'Settings' }).click();
  await laptop.getByRole('button', { name: /^Revoke / }).click();
  await expect(bo.page.getByText(/signed out from another one/)).toBeVisible({ timeout: 1_500 });
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'To the laptop alone.');
  await openConversation(laptop, 'ann');
  await expect(message(laptop, 'To the laptop alone.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('a person who has lost every other device starts over, and contacts are told', async () => {
  const { ann, bo } = await acquaintances(house);
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'Before.');
  await openConversation(bo.page, 'ann');
  await expect(message(bo.page, 'Before.')).toBeVisible();
  await bo.close();

  const { page: laptop } = await house.pwa(undefined, WIDE);
  await signIn(laptop, 'bo');
  await startOver(laptop);
  await say(ann.page, 'After.');
  await openConversation(laptop, 'ann');
  await expect(message(laptop, 'After.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});
