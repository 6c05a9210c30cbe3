import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { fillHistory } from '#tests/fakes/history/fill.ts';
import { ONCE, SELDOM } from '#tests/fakes/history/sayings.ts';
import { unzip } from '#tests/fakes/unzip.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { message, openConversation, row, say } from './fixtures/person.ts';
import { acquaintances, type Someone } from './fixtures/talk.ts';

/** Enough that nothing can hold them all; the bench has a hundred thousand. */
const MESSAGES = 10_000;
const WIDE = { width: 1440, height: 900 };
/** Contexts of one device are never further apart than this, and Playwright looks every so often. */
const TOGETHER_MS = 200;

let house: Household;
let ann: Someone;
let bo: Someone;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(400_000);
  house = await startHousehold();
  ({ ann, bo } = await acquaintances(house, { viewport: WIDE }));
  await fillHistory(ann.page, bo.uid, MESSAGES);
  await ann.page.reload();
});

test.afterAll(async () => {
  await house?.close();
});

const log = (page: Page): Locator => page.getByRole('log');
const rows = (page: Page): Locator => log(page).getByRole('listitem');

/** The first row that is in view: its key, and how far below the upper edge it is. */
const placeOf = (page: Page) =>
  log(page).evaluate((scroller) => {
    const edge = scroller.getBoundingClientRect().top;
    const first = [...scroller.querySelectorAll('[data-key]')].find((row) => row.getBoundingClientRect().bottom > edge);
    return { key: first?.getAttribute('data-key') ?? '', top: (first?.getBoundingClientRect().top ?? 0) - edge };
  });

const topOf = (page: Page, key: string): Promise<number> =>
  log(page).evaluate((scroller, key) => {
    const row = scroller.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!row) throw new Error('the row is gone');
    return row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  }, key);

const search = async (page: Page, words: string): Promise<Locator> => {
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill(words);
  return page.getByRole('list', { name: 'Messages', exact: true }).getByRole('link');
};

test('what is read stays where it is while older messages load above it, and little of them is held', async () => {
  const { page } = ann;
  await openConversation(page, 'bo');
  await expect(rows(page).first()).toBeVisible();
  await log(page).hover();

  for (let turn = 0; turn < 40; turn += 1) {
    const before = await placeOf(page);
    await page.mouse.wheel(0, -1_200);
    await expect.poll(async () => (await placeOf(page)).key).not.toBe(before.key);
  }
  const held = await rows(page).count();
  expect(held).toBeGreaterThan(50);
  expect(held).toBeLessThanOrEqual(400);

  // Right at the upper edge: what is loaded there must not push away what is read.
  await log(page).evaluate((scroller) => {
    scroller.scrollTop = 10;
  });
  const reading = await placeOf(page);
  await expect.poll(() => log(page).evaluate((scroller) => scroller.scrollTop)).toBeGreaterThan(1_000);
  expect(Math.abs((await topOf(page, reading.key)) - reading.top)).toBeLessThan(2);

  await page.getByRole('button', { name: 'Jump to newest' }).click();
  await expect(page.getByRole('button', { name: 'Jump to newest' })).toBeHidden();
  await say(page, 'back at the end');
  await expect(message(page, 'back at the end')).toBeInViewport();
});

/** Names of the scripts that the page has asked for so far. */
const scripts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.split('/').at(-1) ?? '')
      .filter((name) => name.endsWith('.js')),
  );

test('the first letter of a search waits for no code: it comes when somebody goes into the field', async () => {
  const { page } = ann;
  await page.reload();
  await expect(row(page, 'bo')).toBeVisible();
  const isOfSearch = (name: string): boolean => /^(message-hits|archive)-/.test(name);
  expect((await scripts(page)).filter(isOfSearch)).toEqual([]);
  await page.getByRole('searchbox', { name: 'Search', exact: true }).focus();
  await expect.poll(async () => (await scripts(page)).filter(isOfSearch).length).toBe(3);
  const before = (await scripts(page)).filter(isOfSearch);
  await expect((await search(page, 'c')).first().locator('mark')).toHaveText(/c/i);
  // What mail and receipts load meanwhile is none of it.
  expect((await scripts(page)).filter(isOfSearch)).toEqual(before);
  await search(page, '');
});

test('search finds people and messages as one types, in any script, with or without accents, and goes to the hit', async () => {
  const { page } = ann;
  const hits = await search(page, 'чебур');
  await expect(hits).toHaveCount(1);
  await expect(hits.locator('mark')).toHaveText(ONCE.slice(0, 5));
  // For a moment only: looked for from before the click on.
  const marked = page.locator('[data-marked]').waitFor();
  await hits.click();
  await marked;
  const hit = rows(page).filter({ hasText: ONCE });
  await expect(hit).toBeInViewport();
  await expect(hit).toBeFocused();
  await expect(hit).not.toHaveAttribute('data-marked', '');
  expect(await rows(page).count(), 'in context').toBeGreaterThan(20);
  // Down from there: newer ones load as well.
  const before = await placeOf(page);
  await log(page).hover();
  for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel(0, 3_000);
  await expect.poll(async () => (await placeOf(page)).key).not.toBe(before.key);

  await expect((await search(page, SELDOM.toUpperCase())).first()).toContainText(SELDOM);
  await expect(await search(page, 'cafe')).toHaveCount(20);
  await expect((await search(page, 'cafe')).first().locator('mark')).toHaveText(/café/i);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('list', { name: 'Messages', exact: true }).getByRole('link').nth(20)).toBeVisible();
  await expect((await search(page, 'ежик')).first().locator('mark')).toHaveText(/ёжик/i);

  await expect(await search(page, `${SELDOM} nowhere`)).toHaveCount(0);
  await expect(page.getByText(`No messages with “${SELDOM} nowhere”.`)).toBeVisible();
  await search(page, 'bo');
  await expect(row(page, 'bo')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await page.getByRole('searchbox').press('Escape');
  await expect(page.getByRole('heading', { name: 'Messages', exact: true })).toBeHidden();
});

test('one conversation is searched from its menu', async () => {
  const { page } = ann;
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Search messages' }).click();
  await page.getByRole('searchbox', { name: 'Search messages with bo' }).fill(ONCE);
  await page.getByRole('list', { name: 'Messages', exact: true }).getByRole('link').click();
  await expect(rows(page).filter({ hasText: ONCE })).toBeInViewport();
  await expect(page.getByRole('searchbox', { name: 'Search messages with bo' })).toBeHidden();
  await page.getByRole('button', { name: 'Jump to newest' }).click();
  await expect(message(page, 'back at the end')).toBeInViewport();
});

test('two tabs of one device show the same within 200 ms, once', async () => {
  const { page, context } = ann;
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(message(second, 'back at the end')).toBeVisible();

  const seenIn = (where: Page, text: string) =>
    where.evaluate(
      (text) =>
        new Promise<number>((resolve) => {
          const observer = new MutationObserver(() => {
            if (!document.querySelector('[role=log]')?.textContent?.includes(text)) return;
            observer.disconnect();
            resolve(performance.timeOrigin + performance.now());
          });
          observer.observe(document, { subtree: true, childList: true, characterData: true });
        }),
      text,
    );
  const texts: string[] = [];
  const apart = async (text: string, speaker: Page): Promise<number> => {
    texts.push(text);
    const seen = [seenIn(page, text), seenIn(second, text)];
    await say(speaker, text);
    const [one = 0, two = 0] = await Promise.all(seen);
    return Math.abs(one - two);
  };
  await openConversation(bo.page, 'ann');
  for (const [from, speaker] of [
    ['the first tab', page],
    ['the second tab', second],
    ['elsewhere', bo.page],
  ] as const) {
    const times: number[] = [];
    for (const round of [1, 2, 3]) times.push(await apart(`from ${from}, ${round}`, speaker));
    // On a busy machine one of them may wait for its turn.
    expect(Math.min(...times), `${from}: ${times}`).toBeLessThan(TOGETHER_MS);
  }
  for (const tab of [page, second]) for (const text of texts) await expect(message(tab, text)).toHaveCount(1);
  await second.close();
});

test('a conversation is exported whole, as files that anything can read', async () => {
  const { page } = ann;
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export messages' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`${MESSAGES + 10} messages and calls, 0 files.`);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^tincan-bo-\d{4}-\d\d-\d\d\.zip$/);
  await expect(dialog).toContainText('Exported.');
  await dialog.getByRole('button', { name: 'Close' }).first().click();

  const files = unzip(await readFile(await saved.path()));
  const [name, file] = [...files][0] ?? ['', undefined];
  expect(name).toBe(`bo ${bo.uid.slice(0, 8)}/messages.json`);
  const { messages } = JSON.parse(new TextDecoder().decode(file));
  expect(messages).toHaveLength(MESSAGES + 10);
  expect(messages[1_233].text).toContain(ONCE);
  expect(messages.at(-1)).toMatchObject({ from: 'bo', text: 'from elsewhere, 3' });
});

test('settings say what is stored and whether the browser keeps it', async () => {
  const { page } = ann;
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText(`${MESSAGES + 10} messages and calls, 0 files.`)).toBeVisible();
  await expect(page.getByText(/take [\d.]+ MB/)).toBeVisible();
  await expect(page.getByText(/The browser (keeps it until you delete it|may clear it)/)).toBeVisible();
  await page.goBack();
});

test('deleted messages are gone, in every tab and in the search; a deletion can be stopped; the person stays', async () => {
  test.setTimeout(240_000);
  const { page, context } = ann;
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(message(second, 'from elsewhere, 3')).toBeVisible();
  const begin = async (): Promise<Locator> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete messages' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    return dialog;
  };
  const stopped = await begin();
  await expect(stopped.getByRole('progressbar')).toBeVisible();
  await stopped.getByRole('button', { name: 'Cancel' }).click();
  await expect(stopped).toContainText('What was deleted until then');
  await stopped.getByRole('button', { name: 'Close' }).first().click();
  await expect(message(page, 'from elsewhere, 3')).toBeVisible();

  const dialog = await begin();
  await expect(dialog).toContainText('Deleted.', { timeout: 200_000 });
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  for (const tab of [page, second]) await expect(tab.getByText('Say hello to bo')).toBeVisible();
  await expect(await search(page, SELDOM)).toHaveCount(0);
  await expect(page.getByText(`No messages with “${SELDOM}”.`)).toBeVisible();
  await page.getByRole('searchbox').press('Escape');
  await expect(row(page, 'bo')).toBeVisible();
  await say(page, 'a new beginning');
  await expect(message(page, 'a new beginning')).toBeVisible();
  await second.close();
  expect(house.complaints.list()).toEqual([]);
});
