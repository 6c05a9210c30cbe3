import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { message, openConversation, say } from './fixtures/person.ts';
import { acquaintances } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

const rowOf = (page: Page, text: string): Locator =>
  page
    .getByRole('log')
    .getByRole('listitem')
    .filter({ has: page.getByText(text, { exact: true }) });

/** Opens what can be done with a message, with the mouse. */
const menuOf = async (page: Page, text: string): Promise<Locator> => {
  await message(page, text).first().click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  return menu;
};

const choose = async (page: Page, text: string, what: string): Promise<void> => {
  await (await menuOf(page, text)).getByRole('menuitem', { name: what }).click();
};

const field = (page: Page): Locator => page.getByLabel('Message', { exact: true });

const twoPeople = async () => {
  const { ann, bo } = await acquaintances(house);
  await openConversation(ann.page, 'bo');
  await openConversation(bo.page, 'ann');
  return { ann, bo };
};

test('two people reply, edit, react and delete, both see it, and a reload keeps it', async () => {
  const { ann, bo } = await twoPeople();
  await say(ann.page, 'are we meting today?');
  await expect(message(bo.page, 'are we meting today?')).toBeVisible();

  await choose(ann.page, 'are we meting today?', 'Edit');
  await expect(field(ann.page)).toHaveValue('are we meting today?');
  await field(ann.page).fill('are we meeting today?');
  await field(ann.page).press('Enter');
  for (const { page } of [ann, bo]) {
    await expect(message(page, 'are we meeting today?')).toBeVisible();
    await expect(rowOf(page, 'are we meeting today?').getByText('edited', { exact: true })).toBeVisible();
  }
  await expect(field(ann.page)).toHaveValue('');

  await choose(bo.page, 'are we meeting today?', 'Reply');
  await expect(bo.page.getByText('Replying to ann')).toBeVisible();
  await say(bo.page, 'at six');
  await expect(bo.page.getByText('Replying to ann')).toBeHidden();
  const quote = rowOf(ann.page, 'at six').getByRole('button', { name: 'In reply to You: are we meeting today?' });
  await expect(quote).toBeVisible();
  await quote.click();
  await expect(rowOf(ann.page, 'at six')).toBeVisible();

  await choose(ann.page, 'at six', 'React with 👍');
  await expect(bo.page.getByRole('button', { name: '👍 from ann' })).toBeVisible();
  await bo.page.getByRole('button', { name: '👍 from ann' }).click();
  await expect(ann.page.getByRole('button', { name: /^👍 from (You, bo|bo, You)$/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await ann.page.getByRole('button', { name: /^👍 from/ }).click();
  await expect(bo.page.getByRole('button', { name: '👍 from You' })).toBeVisible();

  await choose(bo.page, 'at six', 'Another reaction…');
  await bo.page.getByRole('dialog').getByLabel('Emoji').fill('no');
  await bo.page.getByRole('dialog').getByRole('button', { name: 'React' }).click();
  await expect(bo.page.getByText('Type exactly one emoji.')).toBeVisible();
  await bo.page.getByRole('dialog').getByLabel('Emoji').fill('🦔');
  await bo.page.getByRole('dialog').getByRole('button', { name: 'React' }).click();
  await expect(ann.page.getByRole('button', { name: '🦔 from bo' })).toBeVisible();

  await choose(ann.page, 'are we meeting today?', 'Delete for everyone');
  await ann.page.getByRole('alertdialog').getByRole('button', { name: 'Delete for everyone' }).click();
  for (const { page } of [ann, bo]) {
    await expect(message(page, 'This message was deleted').first()).toBeVisible();
    await expect(page.getByText('are we meeting today?')).toHaveCount(0);
  }

  for (const { page } of [ann, bo]) {
    await page.reload();
    await expect(message(page, 'This message was deleted').first()).toBeVisible();
    await expect(page.getByRole('button', { name: /^🦔 from/ })).toBeVisible();
    await expect(rowOf(page, 'at six').getByRole('button', { name: /This message was deleted/ })).toBeVisible();
    await expect(page.getByText('are we meeting today?')).toHaveCount(0);
  }
  expect(house.complaints.list()).toEqual([]);
});

test('a quote of a message that is out of reach says so once that is deleted', async () => {
  const { ann, bo } = await twoPeople();
  await say(ann.page, 'a secret');
  // More than a page of a conversation.
  for (let line = 0; line < 55; line += 1) await say(ann.page, `line ${line}`);
  await expect(message(bo.page, 'line 54')).toBeVisible();
  await choose(bo.page, 'a secret', 'Reply');
  await say(bo.page, 'noted');
  await expect(message(bo.page, 'noted')).toBeVisible();
  await bo.page.reload();
  const quote = rowOf(bo.page, 'noted').getByRole('button', { name: /^In reply to ann/ });
  await expect(quote).toHaveText(/a secret/);
  await expect(message(bo.page, 'line 1')).toHaveCount(0);
  await choose(ann.page, 'a secret', 'Delete for everyone');
  await ann.page.getByRole('alertdialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(quote).toHaveText(/This message was deleted/);
  expect(house.complaints.list()).toEqual([]);
});

test('a page that is reloaded while it sends has either the message or its draft', async () => {
  const { ann, bo } = await twoPeople();
  const slow = await ann.page.context().newCDPSession(ann.page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  for (const text of ['one', 'two', 'three']) {
    await say(ann.page, text);
    await ann.page.reload();
    const stored = () => message(ann.page, text).isVisible();
    const kept = () => field(ann.page).inputValue();
    await expect.poll(async () => (await stored()) || (await kept()) === text).toBe(true);
    if (!(await stored())) await say(ann.page, text);
    await expect(message(bo.page, text)).toBeVisible();
  }
  for (const text of ['one', 'two', 'three']) await expect(message(bo.page, text)).toHaveCount(1);
});

test('what is sent while the code for it is still loaded keeps its order', async () => {
  const { ann, bo } = await twoPeople();
  const texts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  // Faster than anybody types: all of them before the browser has brought anything.
  await field(ann.page).evaluate((field: HTMLTextAreaElement, texts) => {
    for (const text of texts) {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }
  }, texts);
  for (const { page } of [ann, bo]) await expect(page.getByRole('log').locator('p[dir="auto"]')).toHaveText(texts);
  expect(house.complaints.list()).toEqual([]);
});

test('all of it by keyboard, and a screen reader hears author and text once', async () => {
  const { ann, bo } = await twoPeople();
  await say(bo.page, 'first');
  await say(bo.page, 'second');
  await expect(message(ann.page, 'second')).toBeVisible();
  await expect(ann.page.locator('[aria-live="polite"] p').filter({ hasText: 'bo: second' })).toHaveCount(1);
  await expect(ann.page.getByRole('log')).toHaveAttribute('aria-live', 'off');

  // The newest message is one Tab from the list, the others are an arrow away.
  await ann.page.getByRole('log').focus();
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.press('ArrowUp');
  // The menu takes the focus a moment after it is drawn, and gives it back a moment after it has gone.
  await ann.page.keyboard.press('Enter');
  await expect(ann.page.getByRole('menu')).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByRole('menu')).toHaveCount(0);
  await expect(rowOf(ann.page, 'first').getByRole('button', { name: 'What to do with this message' })).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(ann.page.getByRole('menuitem').first()).toBeFocused();
  await ann.page.getByRole('menuitem', { name: 'Reply' }).press('Enter');
  await expect(field(ann.page)).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByText('Replying to bo')).toBeHidden();

  await ann.page.keyboard.type('thrid');
  await ann.page.keyboard.press('Enter');
  await expect(message(bo.page, 'thrid')).toBeVisible();
  await ann.page.keyboard.press('ArrowUp');
  await expect(field(ann.page)).toHaveValue('thrid');
  await ann.page.keyboard.press('Escape');
  await expect(field(ann.page)).toHaveValue('');
  await ann.page.keyboard.press('ArrowUp');
  await field(ann.page).fill('third');
  await ann.page.keyboard.press('Enter');
  await expect(message(bo.page, 'third')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('a finger that rests on a message asks for its menu, and one that moves does not', async () => {
  const { ann, bo } = await twoPeople();
  await say(bo.page, 'hold me');
  const box = await message(ann.page, 'hold me').boundingBox();
  const at = { x: (box?.x ?? 0) + 4, y: (box?.y ?? 0) + 4 };
  const session = await ann.context.newCDPSession(ann.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', at);
  await touch('touchMove', { x: at.x, y: at.y - 40 });
  await touch('touchEnd');
  await touch('touchStart', at);
  const reply = ann.page.getByRole('menuitem', { name: 'Reply' });
  await expect(reply).toBeVisible();
  await touch('touchEnd');
  await expect(ann.page.getByRole('menu')).toHaveCount(1);
  await reply.click();
  await expect(ann.page.getByText('Replying to bo')).toBeVisible();
});

test('someone who is removed keeps their name above the conversation, also after a reload', async () => {
  const { ann, bo } = await twoPeople();
  await say(bo.page, 'hello');
  await expect(message(ann.page, 'hello')).toBeVisible();
  await ann.page.locator('header').getByRole('button', { name: 'More' }).last().click();
  await ann.page.getByRole('menuitem', { name: 'Remove contact' }).click();
  await ann.page.getByRole('alertdialog').getByRole('button', { name: 'Remove contact' }).click();
  await expect(ann.page.getByText('You can write and call once you are contacts.')).toBeVisible();
  await expect(ann.page.getByRole('heading', { name: 'bo' })).toBeVisible();
  await ann.page.reload();
  await expect(ann.page.getByRole('heading', { name: 'bo' })).toBeVisible();
});
