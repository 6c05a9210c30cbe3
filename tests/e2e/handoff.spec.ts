import { expect, type Page, test } from '@playwright/test';
import { expectHeard, expectSeen } from './fixtures/expect-senses.ts';
import { seenIn } from './fixtures/far-end.ts';
import { soundReturns } from './fixtures/hearing.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { mediaOf, watchMedia } from './fixtures/media-watch.ts';
import { callStatus, confirmDevice, connectToRelay, openConversation, signIn, video } from './fixtures/person.ts';
import { SENSES, type Senses } from './fixtures/senses.ts';
import { acquaintances, callWithVideo, type Someone } from './fixtures/talk.ts';

// ann is in a call with bo at her laptop, and takes it along on her phone.

/** Of another camera and microphone than those of ann's laptop. */
const PHONE: Senses = { colour: [60, 180, 90], tone: 1200 };

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

/** Two people, and the phone of the first. Everything of all three is watched. */
const arrive = async (): Promise<{ ann: Someone; bo: Someone; phone: Page }> => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  const { page: phone, context } = await house.pwa(PHONE, { width: 360, height: 740 });
  await signIn(phone, 'ann');
  await confirmDevice(ann.page, phone);
  for (const pages of [ann.context, bo.context, context]) await watchMedia(pages);
  for (const page of [ann.page, bo.page, phone]) await page.reload();
  await expect(phone.getByRole('button', { name: 'Video call bo' }).first()).toBeVisible();
  return { ann, bo, phone };
};

const expectToTalk = async (
  one: Page,
  other: Page,
  uids: readonly [string, string],
  senses: readonly [Senses, Senses],
) => {
  for (const [page, uid, { colour, tone }] of [
    [one, uids[1], senses[1]],
    [other, uids[0], senses[0]],
  ] as const) {
    await expect(callStatus(page)).toContainText('Connected');
    await expectSeen(page, video(uid, 'camera'), colour);
    await expectHeard(page, video(uid, 'camera'), tone);
  }
};

/** All that a page says of its call from now on. */
const watchStatus = async (page: Page): Promise<() => Promise<readonly string[]>> => {
  const watch = await page.evaluateHandle(() => {
    const said = new Set<string>();
    const look = (): void => {
      for (const one of document.querySelectorAll('[role="status"]')) said.add(one.textContent ?? '');
    };
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
    return said;
  });
  return () => watch.evaluate((said) => [...said]);
};

const liveTracks = (page: Page): Promise<number> =>
  page.evaluate(() => globalThis.mediaWatch.captured.filter(({ readyState }) => readyState === 'live').length);

/** ann takes the phone, and the call goes on there as if nothing had happened. */
const move = async ({ ann, bo, phone }: Awaited<ReturnType<typeof arrive>>): Promise<void> => {
  await expectToTalk(ann.page, bo.page, [ann.uid, bo.uid], [SENSES.ann, SENSES.bo]);
  const said = await watchStatus(bo.page);
  await phone.getByRole('button', { name: 'Move the call here' }).click();
  const ms = soundReturns(phone);
  await expectToTalk(phone, bo.page, [ann.uid, bo.uid], [PHONE, SENSES.bo]);
  console.log(`sound on the phone: ${await ms} ms after the click`);
  const words = (await said()).join(' | ');
  expect(words).not.toMatch(/ring|calling|ended|lost/i);

  await expect(ann.page.getByText('The call was moved to another device')).toBeVisible();
  await expect.poll(() => liveTracks(ann.page)).toBe(0);
  await expect.poll(async () => (await mediaOf(ann.page)).connected).toBe(0);
};

const expectOneRecord = async (page: Page, login: string, words: string): Promise<void> => {
  await openConversation(page, login);
  await expect(page.getByRole('log').getByText(words)).toHaveCount(1);
  await expect(page.getByText(/missed/i)).toHaveCount(0);
};

test('[R19] [CA16] a caller moves the call to another device, which hangs up for all; it is one call', async () => {
  const there = await arrive();
  const { ann, bo, phone } = there;
  await callWithVideo(ann, bo);
  await expect(phone.getByText(/^You are in a call on /)).toBeVisible();
  await bo.page.getByRole('button', { name: 'Share screen' }).click();
  await expect(bo.page.getByRole('button', { name: 'Stop sharing' })).toBeVisible();
  await move(there);
  // What the other side shows goes along.
  await expect.poll(async () => (await seenIn(phone, video(bo.uid, 'screen')))?.frames ?? 0).toBeGreaterThan(1);

  await phone.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(bo.page)).toContainText('Ended: ann hung up');
  for (const page of [ann.page, bo.page, phone]) await page.getByRole('button', { name: 'Close' }).first().click();
  await expect(ann.page.getByRole('button', { name: 'Move the call here' })).toHaveCount(0);
  await expectOneRecord(ann.page, 'bo', 'Video call, outgoing');
  await expectOneRecord(phone, 'bo', 'Video call, outgoing');
  await expectOneRecord(bo.page, 'ann', 'Video call, incoming');
  expect(house.complaints.list()).toEqual([]);
});

test('[R19] [CA16] whoever was called moves the call to a device that rang, too, and back', async () => {
  const there = await arrive();
  const { ann, bo, phone } = there;
  await callWithVideo(bo, ann);
  await expect(phone.getByText(/answered on another device/)).toBeVisible();
  await move(there);

  await ann.page.getByRole('button', { name: 'Move the call here' }).click();
  await expectToTalk(ann.page, bo.page, [ann.uid, bo.uid], [SENSES.ann, SENSES.bo]);
  await expect(phone.getByText('The call was moved to another device')).toBeVisible();
  await expect.poll(() => liveTracks(phone)).toBe(0);
  await bo.page.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(ann.page)).toContainText('Ended: bo hung up');
  await expect(phone.getByRole('button', { name: 'Move the call here' })).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});

test('[R19] [CA18] who is muted moves the call without being heard, and their camera goes along', async () => {
  const { ann, bo, phone } = await arrive();
  await callWithVideo(ann, bo);
  await expectToTalk(ann.page, bo.page, [ann.uid, bo.uid], [SENSES.ann, SENSES.bo]);
  await ann.page.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(bo.page.getByText('ann is muted')).toBeVisible();
  await phone.getByRole('button', { name: 'Move the call here' }).click();
  // The former device has said what was on there.
  await expectSeen(bo.page, video(ann.uid, 'camera'), PHONE.colour);
  await expect(phone.getByRole('button', { name: 'Unmute microphone' })).toBeVisible();
  await expect(bo.page.getByText('ann is muted')).toBeVisible();
  const captured = () => phone.evaluate(() => globalThis.mediaWatch.captured.map(({ kind }) => kind));
  expect(await captured()).toEqual(['video']);

  await phone.getByRole('button', { name: 'Unmute microphone' }).click();
  await expectHeard(bo.page, video(ann.uid, 'camera'), PHONE.tone);
  await expect(bo.page.getByText('ann is muted')).toBeHidden();
  expect(house.complaints.list()).toEqual([]);
});

test('[R19] the popup of the extension offers the call, and its call window goes on with it', async () => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  const extension = await house.extension(PHONE);
  const welcome = await extension.open('welcome');
  await connectToRelay(welcome, house.relay.url);
  await signIn(welcome, 'ann');
  await welcome.close();
  const popup = await extension.open('popup');
  await confirmDevice(ann.page, popup);
  await callWithVideo(ann, bo);
  await popup.getByRole('button', { name: 'Move the call here' }).click();
  const window = await extension.callWindow();
  await expectToTalk(window, bo.page, [ann.uid, bo.uid], [PHONE, SENSES.bo]);
  await expect(ann.page.getByText('The call was moved to another device')).toBeVisible();
  await window.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(bo.page)).toContainText('Ended: ann hung up');
  expect(house.complaints.list()).toEqual([]);
});
