import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { launchPwa, PHONE } from './fixtures/browser.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { type Squares, writeSquares } from './fixtures/media-files.ts';
import { message, openConversation, row, say, signIn, signUp, startOver, uidGivenTo } from './fixtures/person.ts';
import { acquaintances, befriend, newcomer, type Someone } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

const WIDE = { width: 1440, height: 900 };

const openVerification = async (page: Page, name: string): Promise<Locator> => {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: `Verify ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Verify ${name}` });
  await expect(dialog.getByRole('list', { name: 'Digits to compare' }).getByRole('listitem')).toHaveCount(12);
  return dialog;
};

const digitsIn = (dialog: Locator) => dialog.getByRole('list', { name: 'Digits to compare' }).textContent();

/** What the code on the screen looks like. */
const codeIn = async (dialog: Locator): Promise<Squares> => {
  const code = dialog.getByRole('img', { name: /Your code/ });
  const size = Number((await code.getAttribute('viewBox'))?.split(' ').at(-1));
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1/g)].map(([, x, y]) => `${x} ${y}`));
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => dark.has(`${x} ${y}`)));
};

/** ann and bo, who have written to each other. */
const pair = async (): Promise<{ ann: Someone; bo: Someone }> => {
  const { ann, bo } = await acquaintances(house, { viewport: WIDE });
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'Hello.');
  await openConversation(bo.page, 'ann');
  await expect(message(bo.page, 'Hello.')).toBeVisible();
  return { ann, bo };
};

/** bo loses every device and starts over on a new one. */
const loseAll = async (bo: Someone): Promise<Page> => {
  await bo.close();
  const { page } = await house.pwa();
  await signIn(page, 'bo');
  await startOver(page);
  return page;
};

test('[VE1] both see the same 60 digits; who is verified has a mark beside the name', async () => {
  const { ann, bo } = await pair();
  const [mine, theirs] = [await openVerification(ann.page, 'bo'), await openVerification(bo.page, 'ann')];
  const digits = await digitsIn(mine);
  expect(digits).toMatch(/^\d{60}$/);
  expect(await digitsIn(theirs)).toBe(digits);

  await mine.getByRole('button', { name: 'Mark as verified' }).click();
  await expect(mine.getByRole('status')).toHaveText('You have verified bo.');
  await ann.page.keyboard.press('Escape');
  await expect(row(ann.page, 'bo').getByText('verified', { exact: true })).toBeAttached();
  await expect(ann.page.getByRole('main').locator('header').getByText('verified', { exact: true })).toBeAttached();
  await expect(row(bo.page, 'ann').getByText('verified', { exact: true })).toHaveCount(0);

  const again = await openVerification(ann.page, 'bo');
  await again.getByRole('button', { name: 'Remove the mark' }).click();
  await expect(again.getByRole('button', { name: 'Mark as verified' })).toBeVisible();
  await expect(row(ann.page, 'bo').getByText('verified', { exact: true })).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});

test('[VE2] the camera reads the code of the other person and compares by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-codes-'));
  const camera = join(folder, 'code.y4m');
  const ann = await newcomer(house, 'ann', undefined, WIDE);
  const opened = await launchPwa({ camera }, PHONE);
  try {
    house.complaints.watch(opened.context);
    await opened.page.goto(house.relay.url);
    const uid = uidGivenTo(opened.page);
    await signUp(opened.page, 'bo');
    const bo: Someone = { ...opened, login: 'bo', uid: await uid };
    await befriend(ann, bo);
    await openConversation(ann.page, 'bo');
    await openConversation(bo.page, 'ann');
    const [mine, theirs] = [await openVerification(ann.page, 'bo'), await openVerification(bo.page, 'ann')];

    writeSquares(camera, await codeIn(theirs)); // one's own
    await theirs.getByRole('button', { name: 'Scan the code of ann' }).click();
    await expect(theirs.getByRole('alert')).toContainText('The codes do not fit');
    await theirs.getByRole('button', { name: 'Stop the camera' }).click();

    writeSquares(camera, await codeIn(mine));
    await theirs.getByRole('button', { name: 'Scan the code of ann' }).click();
    await expect(theirs.getByText('The codes fit. ann is verified.')).toBeVisible();
    await bo.page.keyboard.press('Escape');
    await expect(bo.page.getByRole('main').locator('header').getByText('verified', { exact: true })).toBeAttached();
    expect(house.complaints.list()).toEqual([]);
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true });
  }
});

test('[VE4] where a verified person goes by another identity nothing is sent before it is confirmed', async () => {
  const { ann, bo } = await pair();
  const dialog = await openVerification(ann.page, 'bo');
  const before = await digitsIn(dialog);
  await dialog.getByRole('button', { name: 'Mark as verified' }).click();
  await ann.page.keyboard.press('Escape');

  const fresh = await loseAll(bo);
  await expect(ann.page.getByText('The identity of bo has changed.')).toBeVisible();
  await expect(ann.page.getByText('The relay offers a device')).toHaveCount(0);
  await expect(ann.page.getByLabel('Message', { exact: true })).toBeHidden();
  await ann.page.getByRole('button', { name: 'Verify again' }).click();
  const again = ann.page.getByRole('dialog', { name: 'Verify bo' });
  await openConversation(fresh, 'ann');
  const after = await digitsIn(await openVerification(fresh, 'ann'));
  expect(after).not.toBe(before);
  await expect(again.getByRole('list', { name: 'Digits to compare' })).toBeVisible();
  expect(await digitsIn(again)).toBe(after);
  await again.getByRole('button', { name: 'Mark as verified' }).click();
  await expect(ann.page.getByText('The identity of bo has changed.')).toBeHidden();
  await ann.page.keyboard.press('Escape');
  await fresh.keyboard.press('Escape');
  await say(ann.page, 'To the bo I have seen.');
  await expect(message(fresh, 'To the bo I have seen.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('[VE4] a person who was not verified is taken as they come, and the conversation says so', async () => {
  const { ann, bo } = await pair();
  const fresh = await loseAll(bo);
  await say(ann.page, 'To whoever it is.');
  await expect(ann.page.getByText('bo has a new identity')).toBeVisible();
  await openConversation(fresh, 'ann');
  await expect(message(fresh, 'To whoever it is.')).toBeVisible();
  await ann.page.getByRole('button', { name: 'Understood' }).click();
  await expect(ann.page.getByText('bo has a new identity')).toBeHidden();
  await expect(ann.page.getByLabel('Message', { exact: true })).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});
