import { expect, type Page, test } from '@playwright/test';
import { createEmulatedNetwork, type EmulatedNetwork } from './fixtures/emulated-network.ts';
import { heardIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callStatus, confirmDevice, row, signIn } from './fixtures/person.ts';
import { acquaintances, type Someone } from './fixtures/talk.ts';
import { holdTime, putForward } from './fixtures/time-ahead.ts';

// Who goes on with a call in another page, or on another device, and finds no way to the other side from there. Nobody
// waits for half a minute here: the time of pages is put forward.

let house: Household;
let network: EmulatedNetwork;

test.beforeEach(async () => {
  house = await startHousehold();
  network = createEmulatedNetwork();
});

test.afterEach(async () => {
  await house?.close();
  network.close();
});

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

const resume = (page: Page) => page.getByRole('button', { name: 'Resume call', exact: true });

/** Over a network and by a time that both obey the test, in pages that have just been loaded. */
const prepare = async (...pages: readonly Page[]): Promise<void> => {
  for (const page of pages) {
    await network.apply(page.context());
    await holdTime(page.context());
    await page.reload();
  }
};

const talk = async (ann: Someone, bo: Someone): Promise<void> => {
  await expect(row(ann.page, 'bo')).toContainText('Online');
  await press(ann.page, 'Call bo');
  await press(bo.page, 'Answer');
  for (const { page } of [ann, bo]) await expect(callStatus(page)).toContainText('Connected');
};

/** What is said is at the other side: the beeps of Chromium's own microphone. */
const expectToHear = (page: Page): Promise<void> =>
  expect
    .poll(async () => (await heardIn(page, 'video[data-kind="camera"]'))?.level ?? 0, { message: 'what is heard' })
    .toBeGreaterThan(0.02);

/** Packets pass again, by another way than any that has been named: nothing comes back that nobody makes anew. */
const heal = (): void => {
  network.changeAddresses();
  network.heal();
};

const nothingEnded = async (...pages: readonly Page[]): Promise<void> => {
  for (const page of pages) await expect(page.getByText(/^Ended/)).toHaveCount(0);
};

test('[R18] [R29] [CA19] a page loaded anew that finds no path ends nothing: for two minutes one tap brings the sound back', async () => {
  const { ann, bo } = await acquaintances(house);
  await prepare(ann.page, bo.page);
  await talk(ann, bo);
  network.cut();
  await bo.page.reload();
  await press(bo.page, 'Back to the call');
  await expect(callStatus(bo.page)).toContainText('Connecting');
  await expect(callStatus(ann.page)).toContainText('Reconnecting');

  for (const { page } of [ann, bo]) {
    await putForward(page, 30);
    await expect(callStatus(page)).toContainText('Connection lost');
    await expect(page.getByRole('alert').filter({ hasText: 'Your microphone and camera are off' })).toBeVisible();
    await expect(resume(page)).toBeVisible();
  }
  // By then whatever could be tried has been.
  for (const seconds of [18, 18, 20])
    for (const { page } of [ann, bo]) {
      await putForward(page, seconds);
      await expect(resume(page)).toBeVisible();
    }
  await nothingEnded(ann.page, bo.page);

  heal();
  await resume(bo.page).click();
  await expect(callStatus(bo.page)).toContainText('Connected');
  await expectToHear(ann.page);
  await expect(ann.page.getByText('bo is back. Your microphone and camera are off')).toBeVisible();
  await expect(bo.page.getByText('ann is muted')).toBeVisible();
  await resume(ann.page).click();
  await expectToHear(bo.page);
  for (const { page } of [ann, bo]) await expect(resume(page)).toHaveCount(0);
  await press(bo.page, 'Hang up');
  await expect(callStatus(ann.page)).toContainText('Ended: bo hung up');
  expect(house.complaints.list()).toEqual([]);
});

test('[R19] [R29] [CA16] [CA19] a device that a call was moved to and that finds no path says so; the former one takes it back', async () => {
  const { ann, bo } = await acquaintances(house);
  const { page: phone } = await house.pwa();
  await signIn(phone, 'ann');
  await confirmDevice(ann.page, phone);
  await prepare(ann.page, bo.page, phone);
  await talk(ann, bo);
  await expect(phone.getByText(/^You are in a call on /)).toBeVisible();
  network.cut();
  await press(phone, 'Move the call here');
  await expect(callStatus(phone)).toContainText('Connecting');
  await expect(ann.page.getByText('The call was moved to another device')).toBeVisible();

  await putForward(phone, 30);
  await expect(callStatus(phone)).toContainText('Connection lost');
  await expect(
    phone.getByRole('alert').filter({ hasText: 'This device found no connection for the call.' }),
  ).toContainText('move it back on the device it came from');
  await expect(resume(phone)).toBeVisible();
  await nothingEnded(ann.page, bo.page, phone);

  // One more time in vain.
  await resume(phone).click();
  await expect(callStatus(phone)).toContainText('Reconnecting');
  await putForward(phone, 30);
  await expect(resume(phone)).toBeVisible();

  heal();
  await press(ann.page, 'Move the call here');
  for (const page of [ann.page, bo.page]) {
    await expect(callStatus(page)).toContainText('Connected');
    await expectToHear(page);
  }
  await expect(phone.getByText('The call was moved to another device')).toBeVisible();
  await expect(resume(phone)).toHaveCount(0);
  await press(ann.page, 'Hang up');
  await expect(callStatus(bo.page)).toContainText('Ended: ann hung up');
  expect(house.complaints.list()).toEqual([]);
});
