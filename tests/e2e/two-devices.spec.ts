import { expect, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callStatus, confirmDevice, signIn } from './fixtures/person.ts';
import { acquaintances } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

test('[R1] [R11] [R14] [CA3] both devices of one person ring; one answers, and the other stops within a second', async () => {
  const { ann, bo } = await acquaintances(house);
  const { page: laptop } = await house.pwa(undefined, { width: 1440, height: 900 });
  await signIn(laptop, 'bo');
  await confirmDevice(bo.page, laptop);

  await ann.page.getByRole('button', { name: 'Call bo', exact: true }).first().click();
  const phoneAnswer = bo.page.getByRole('button', { name: 'Answer', exact: true });
  const laptopAnswer = laptop.getByRole('button', { name: 'Answer', exact: true });
  await expect(phoneAnswer).toBeVisible();
  await expect(laptopAnswer).toBeVisible();

  await laptopAnswer.click();
  await expect(phoneAnswer).toBeHidden({ timeout: 1_000 });
  await expect(bo.page.getByText(/answered on another device/i)).toBeVisible();
  await expect(laptop.getByText(/another device/i)).toHaveCount(0);
  await expect(callStatus(laptop)).toContainText('Connected');
  await expect(callStatus(ann.page)).toContainText('Connected');

  await ann.page.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(laptop)).toContainText('Ended');
  // Answered elsewhere is never missed: both devices have the same record of it.
  await expect(bo.page.getByText(/missed/i)).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});
