import { expect, type Locator, type Page, test } from '@playwright/test';
import { expectSeen } from './fixtures/expect-senses.ts';
import { seenIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import type { Colour } from './fixtures/media-files.ts';
import { paintScreen } from './fixtures/painted-screen.ts';
import { callStatus, openConversation, pressToClose, video } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { acquaintances, callWithVideo, type Someone } from './fixtures/talk.ts';

// What is on the stage of a call, and what is left when there is none.

test.describe.configure({ mode: 'serial' });

const BLUE: Colour = [40, 60, 220];
const GREEN: Colour = [30, 160, 70];

let house: Household;
let ann: Someone;
let bo: Someone;

test.beforeAll(async () => {
  house = await startHousehold();
  const viewport = { width: 1440, height: 900 };
  ({ ann, bo } = await acquaintances(house, { senses: SENSES.ann, viewport }, { senses: SENSES.bo, viewport }));
});

test.afterAll(async () => {
  await house?.close();
});

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

const choose = async (page: Page, item: string): Promise<void> => {
  await press(page, 'More');
  await page.getByRole('menuitem', { name: item }).click();
};

/** Two fingers in the middle of it go apart, from and to so many pixels between them. */
const pinch = async (page: Page, on: Locator, from: number, to: number): Promise<void> => {
  const { x, y } = await middleOf(on);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...apart: readonly number[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: apart.flatMap((by) => [
        { x: x - by / 2, y, id: 0 },
        { x: x + by / 2, y, id: 1 },
      ]),
    });
  await touch('touchStart', from);
  for (let step = 1; step <= 10; step++) await touch('touchMove', from + ((to - from) * step) / 10);
  await touch('touchEnd');
  await session.detach();
};

/** Its button fills the screen with this; the same button leaves it, and so does the browser, which keeps Escape to itself. */
const expectFullScreen = async (page: Page, tile: Locator, shown: string): Promise<void> => {
  const full = page.locator(':fullscreen');
  for (const leave of [() => press(page, 'Leave full screen'), () => page.evaluate(() => document.exitFullscreen())]) {
    await tile.getByRole('button', { name: 'Full screen', exact: true }).click();
    await expect(full.locator(shown)).toBeVisible();
    await leave();
    await expect(full).toHaveCount(0);
    await expect(tile.getByRole('button', { name: 'Full screen', exact: true })).toBeVisible();
  }
};

const middleOf = async (of: Locator): Promise<{ readonly x: number; readonly y: number }> => {
  const { x, y, width, height } = (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height / 2 };
};

test('one’s own picture is dragged to another corner', async () => {
  await callWithVideo(ann, bo);
  const own = ann.page.locator(video(ann.uid, 'camera'));
  const before = await middleOf(own);
  expect(Math.min(before.x, before.y)).toBeGreaterThan(450);
  await own.hover();
  await ann.page.mouse.down();
  await ann.page.mouse.move(300, 250, { steps: 5 });
  expect(await middleOf(own)).toEqual({ x: 300, y: 250 });
  await ann.page.mouse.up();
  await expect.poll(async () => (await middleOf(own)).x).toBeLessThan(300);
  await expect.poll(async () => (await middleOf(own)).y).toBeLessThan(250);
  await press(ann.page, 'Move your picture to another corner');
  await expect.poll(async () => (await middleOf(own)).x).toBeGreaterThan(1_000);
});

test('[R37] two screens of one person are seen beside each other; one is in front, pinned, zoomed and stopped', async () => {
  await paintScreen(bo.page, BLUE);
  await press(bo.page, 'Share screen');
  await expectSeen(ann.page, 'figure video', BLUE);
  await paintScreen(bo.page, GREEN);
  await choose(bo.page, 'Sharing');
  const dialog = bo.page.getByRole('dialog', { name: 'Sharing' });
  await dialog.getByRole('button', { name: 'Share one more' }).click();
  await expectSeen(ann.page, 'figure:nth-of-type(2) video', GREEN);
  await expectSeen(ann.page, 'figure:nth-of-type(1) video', BLUE);
  await expectSeen(ann.page, video(bo.uid, 'camera'), SENSES.bo.colour);

  await dialog.getByRole('radio', { name: 'Motion' }).check();
  await dialog.getByRole('slider', { name: 'Frames per second' }).fill('10');
  await bo.page.keyboard.press('Escape');
  const second = ann.page.locator('figure:nth-of-type(2) video');
  await expect.poll(async () => (await seenIn(ann.page, 'figure:nth-of-type(2) video'))?.frames ?? 99).toBeLessThan(9);

  const [left, front] = [ann.page.locator('figure').first(), ann.page.locator('figure').last()];
  const width = async (of: typeof left) => (await of.boundingBox())?.width ?? 0;
  expect(await width(front)).toBeGreaterThan(2 * (await width(left)));
  await left.getByRole('button', { name: 'Show bo’s screen large' }).click();
  await expect(left.getByRole('button', { name: 'Unpin bo’s screen' })).toBeVisible();
  expect(await width(left)).toBeGreaterThan(2 * (await width(front)));
  await press(ann.page, 'Unpin bo’s screen');
  expect(await width(front)).toBeGreaterThan(2 * (await width(left)));

  const as = async () => (await second.boundingBox())?.width ?? 0;
  const whole = await as();
  await front.getByRole('group').hover();
  await ann.page.mouse.wheel(0, -400);
  await expect.poll(as).toBeGreaterThan(2 * whole);
  await press(ann.page, 'Show all of it');
  await expect.poll(as).toBeCloseTo(whole, 0);
  await pinch(ann.page, front.getByRole('group'), 100, 300);
  await expect.poll(as).toBeCloseTo(3 * whole, -1);
  const seen = await middleOf(second);
  await front.getByRole('group').hover();
  await ann.page.mouse.down();
  const { x, y } = await middleOf(front.getByRole('group'));
  await ann.page.mouse.move(x + 60, y - 40, { steps: 5 });
  await ann.page.mouse.up();
  expect((await middleOf(second)).x - seen.x).toBeCloseTo(60, 0);
  expect((await middleOf(second)).y - seen.y).toBeCloseTo(-40, 0);
  await press(ann.page, 'Show all of it');
  await front.getByRole('group').press('+');
  await expect.poll(as).toBeGreaterThan(1.4 * whole);

  await expectFullScreen(ann.page, front, video(bo.uid, 'screen'));
  await press(ann.page, 'Show bo large');
  await expectFullScreen(ann.page, ann.page.locator('div:has(> audio)'), video(bo.uid, 'camera'));
  await press(ann.page, 'Unpin bo');

  await front.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(ann.page.locator('figure')).toHaveCount(1);
  await expectSeen(ann.page, 'figure video', BLUE);
  expect(house.complaints.list()).toEqual([]);
});

test('the call goes on in a small window: what is in front is seen there, and its buttons are the call’s', async () => {
  const open = async (): Promise<Page> => {
    const opening = ann.context.waitForEvent('page');
    await choose(ann.page, 'Show in a small window');
    return opening;
  };
  const told = ann.page.getByText('The call is also in a small window');
  const first = await open();
  await expect(told).toBeVisible();
  await first.close();
  await expect(told).toBeHidden();
  const second = await open();
  const closed = second.waitForEvent('close');
  await press(ann.page, 'Close the small window');
  await closed;
  await expect(told).toBeHidden();
  await expect(callStatus(ann.page)).toContainText('Connected');

  const small = await open();
  await expectSeen(small, video(bo.uid, 'screen'), BLUE);
  await expect(told).toBeVisible();
  const own = small.locator(video(ann.uid, 'camera'));
  await expectSeen(small, video(ann.uid, 'camera'), SENSES.ann.colour);
  expect(await own.evaluate((seen) => new DOMMatrix(getComputedStyle(seen).transform).a)).toBe(-1);
  await small.getByRole('button', { name: 'Turn camera off' }).click();
  await expect(own).toHaveCount(0);
  await small.getByRole('button', { name: 'Turn camera on' }).click();
  await expectSeen(small, video(ann.uid, 'camera'), SENSES.ann.colour);
  await press(ann.page, 'Hide your picture');
  await expect(own).toHaveCount(0);
  await small.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(bo.page.getByText('ann is muted')).toBeVisible();
  await press(bo.page, 'Stop sharing');
  await expectSeen(small, video(bo.uid, 'camera'), SENSES.bo.colour);

  await pressToClose(small, 'Hang up');
  await expect(callStatus(bo.page)).toContainText('Ended: ann hung up');
  for (const { page } of [ann, bo]) await press(page, 'Close');
  expect(house.complaints.list()).toEqual([]);
});

test('[R39] whoever was not reached is left a video note, and sees it in the conversation', async () => {
  await ann.page.getByRole('button', { name: 'Call bo', exact: true }).first().click();
  await press(bo.page, 'Decline');
  await press(ann.page, 'Leave a video note');
  const recording = ann.page.getByRole('group', { name: 'Recording' });
  await expectSeen(ann.page, 'fieldset video', SENSES.ann.colour);
  await expect(recording).toContainText('0:02');
  await press(ann.page, 'Send video note');
  await expect(ann.page.getByText('The note is on its way.')).toBeVisible();
  await expect(ann.page.getByRole('group', { name: 'Recording' })).toBeHidden();

  await openConversation(bo.page, 'ann');
  const log = bo.page.getByRole('log');
  await log.getByRole('button', { name: /Video note/ }).click();
  const film = log.locator('video');
  await film.evaluate((element: HTMLVideoElement) => element.play());
  await expectSeen(bo.page, '[role=log] video', SENSES.ann.colour);
  expect(await film.evaluate((element: HTMLVideoElement) => element.duration)).toBeGreaterThan(1);
  expect(house.complaints.list()).toEqual([]);
});
