import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { confirmDevice, message, openConversation, row, say, signIn, turnOff } from './fixtures/person.ts';
import { acquaintances, type Someone } from './fixtures/talk.ts';

const WIDE = { width: 1440, height: 900 };

let house: Household;
let ann: Someone;
let bo: Someone;

test.beforeEach(async () => {
  house = await startHousehold();
  ({ ann, bo } = await acquaintances(house));
});

test.afterEach(async () => {
  await house?.close();
});

/** The line of the timeline with this text, and in it how far the message has come. */
const bubble = (page: Page, text: string): Locator =>
  page.getByRole('log').getByRole('listitem').filter({ hasText: text });
const tick = (page: Page, text: string, name: string): Locator =>
  bubble(page, text).getByRole('img', { name, exact: true });

const leave = (page: Page): Promise<unknown> => page.goto('about:blank');
const comeBack = (page: Page): Promise<unknown> => page.goto(house.relay.url);

test('[RE1] a message is sent, delivered when they come online, and read when they look at it', async () => {
  await leave(bo.page);
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'are you there?');
  await expect(tick(ann.page, 'are you there?', 'Sent')).toBeVisible();
  await comeBack(bo.page);
  await expect(row(bo.page, 'ann')).toContainText('are you there?');
  await expect(tick(ann.page, 'are you there?', 'Delivered')).toBeVisible();
  await openConversation(bo.page, 'ann');
  await expect(tick(ann.page, 'are you there?', 'Read')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('[RE4] who sends no read receipts sees none, and both still see what was delivered', async () => {
  await turnOff(bo.page, 'Read receipts');
  await openConversation(bo.page, 'ann');
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'a question');
  await expect(message(bo.page, 'a question')).toBeVisible();
  await say(bo.page, 'an answer');
  await expect(message(ann.page, 'an answer')).toBeVisible();
  await expect(tick(ann.page, 'a question', 'Delivered')).toBeVisible();
  // Ann tells what she reads, and bo is not shown it.
  await expect(tick(bo.page, 'an answer', 'Delivered')).toBeVisible();
  await say(ann.page, 'another question');
  await expect(message(bo.page, 'another question')).toBeVisible();
  await expect(tick(ann.page, 'a question', 'Read')).toHaveCount(0);
  await expect(tick(bo.page, 'an answer', 'Read')).toHaveCount(0);
});

test('[RE6] what is read on the phone is read on the laptop', async () => {
  const { page: laptop } = await house.pwa(undefined, WIDE);
  await signIn(laptop, 'bo');
  await confirmDevice(bo.page, laptop);
  await openConversation(ann.page, 'bo');
  await say(ann.page, 'for all your devices');
  await expect(row(laptop, 'ann').getByRole('img', { name: '1 unread message' })).toBeVisible();
  await openConversation(bo.page, 'ann');
  await expect(row(laptop, 'ann').getByRole('img', { name: /unread/ })).toHaveCount(0);
  await expect(tick(ann.page, 'for all your devices', 'Read')).toBeVisible();

  // And where others are not told: the laptop still is.
  await bo.page.getByRole('button', { name: 'Back' }).click();
  await turnOff(bo.page, 'Read receipts');
  await say(ann.page, 'and this');
  await expect(row(laptop, 'ann').getByRole('img', { name: '1 unread message' })).toBeVisible();
  await openConversation(bo.page, 'ann');
  await expect(row(laptop, 'ann').getByRole('img', { name: /unread/ })).toHaveCount(0);
  await laptop.getByRole('button', { name: 'Settings' }).click();
  await expect(laptop.getByRole('switch', { name: 'Read receipts', exact: true })).not.toBeChecked();
  await expect(tick(ann.page, 'and this', 'Delivered')).toBeVisible();
});

test('[TY4] [TY5] that someone is writing shows while they do, and not to those who have turned it off', async () => {
  await openConversation(ann.page, 'bo');
  await openConversation(bo.page, 'ann');
  const typing = ann.page.getByRole('main').getByText('typing…');
  await bo.page.getByLabel('Message', { exact: true }).pressSequentially('well');
  await expect(typing).toBeVisible();
  await bo.page.getByRole('button', { name: 'Back' }).click();
  await expect(row(bo.page, 'ann')).not.toContainText('typing…');
  await ann.page.getByLabel('Message', { exact: true }).pressSequentially('what is it?');
  await expect(row(bo.page, 'ann')).toContainText('typing…');
  await ann.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row(bo.page, 'ann')).toContainText('what is it?');
  await expect(row(bo.page, 'ann')).not.toContainText('typing…');

  await turnOff(bo.page, 'Typing');
  await ann.page.getByLabel('Message', { exact: true }).pressSequentially('and now');
  await ann.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row(bo.page, 'ann')).toContainText('and now');
  await openConversation(bo.page, 'ann');
  await expect(typing).toHaveCount(0);
  await bo.page.getByLabel('Message', { exact: true }).pressSequentially(' nothing');
  await bo.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(message(ann.page, 'well nothing')).toBeVisible();
});

test('what is unread has a line above it until it is left, and the way to the newest says how much is there', async () => {
  await openConversation(ann.page, 'bo');
  for (let n = 1; n <= 12; n += 1) await say(ann.page, `seen ${n}\nand\nmore`);
  await openConversation(bo.page, 'ann');
  await expect(tick(ann.page, 'seen 12', 'Read')).toBeVisible();
  await bo.page.getByRole('button', { name: 'Back' }).click();
  await say(ann.page, 'news 1');
  await say(ann.page, 'news 2');
  await expect(row(bo.page, 'ann').getByRole('img', { name: '2 unread messages' })).toBeVisible();

  await openConversation(bo.page, 'ann');
  const line = bo.page.getByRole('log').getByText('Unread messages', { exact: true });
  await expect(line).toBeInViewport();
  await expect(tick(ann.page, 'news 2', 'Read')).toBeVisible();
  await expect(line).toBeVisible();

  await bo.page.getByRole('log').hover();
  await bo.page.mouse.wheel(0, -2_000);
  await expect(bo.page.getByRole('button', { name: 'Jump to newest', exact: true })).toBeVisible();
  await say(ann.page, 'news 3');
  const jump = bo.page.getByRole('button', { name: 'Jump to newest, 1 unread message' });
  await expect(jump).toBeVisible();
  await expect(tick(ann.page, 'news 3', 'Delivered')).toBeVisible();
  await jump.click();
  await expect(tick(ann.page, 'news 3', 'Read')).toBeVisible();
  await expect(jump).toBeHidden();

  await bo.page.getByRole('button', { name: 'Back' }).click();
  await openConversation(bo.page, 'ann');
  await expect(message(bo.page, 'news 3')).toBeVisible();
  await expect(line).toHaveCount(0);
});

/** An hour passes for the messages of a page. */
const letExpire = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tincan');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('items', 'readwrite');
          const reading = transaction.objectStore('items').openCursor();
          reading.onsuccess = () => {
            const cursor = reading.result;
            if (!cursor) return;
            if (cursor.value.expires_at) cursor.update({ ...cursor.value, expires_at: Date.now() });
            cursor.continue();
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );

test('[DI1] [DI2] messages disappear on both sides once one of the two has set that', async () => {
  await openConversation(ann.page, 'bo');
  await openConversation(bo.page, 'ann');
  await say(ann.page, 'this stays');
  await ann.page.getByRole('button', { name: 'More', exact: true }).first().click();
  await ann.page.getByRole('menuitem', { name: 'Disappearing messages' }).click();
  await ann.page.getByRole('dialog').getByText('1 hour', { exact: true }).click();
  await expect(ann.page.getByRole('radio', { name: '1 hour' })).toBeChecked();
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByText('You set messages to disappear after 1 hour')).toBeVisible();
  await expect(bo.page.getByText('ann set messages to disappear after 1 hour')).toBeVisible();

  await say(bo.page, 'this goes');
  for (const { page } of [ann, bo]) await expect(tick(page, 'this goes', 'Disappears')).toBeVisible();
  await expect(tick(bo.page, 'this goes', 'Read')).toBeVisible();
  for (const { page } of [ann, bo]) {
    await letExpire(page);
    await page.reload();
    await expect(message(page, 'this stays')).toBeVisible();
    await expect(message(page, 'this goes')).toHaveCount(0);
  }
  expect(house.complaints.list()).toEqual([]);
});

test('a draft is there in every window of the device', async () => {
  await openConversation(ann.page, 'bo');
  await ann.page.getByLabel('Message', { exact: true }).pressSequentially('not yet');
  const second = await ann.context.newPage();
  await second.goto(house.relay.url);
  await openConversation(second, 'bo');
  await expect(second.getByLabel('Message', { exact: true })).toHaveValue('not yet');
});
