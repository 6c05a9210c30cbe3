import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { expectSeen } from './fixtures/expect-senses.ts';
import { heardIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { mediaOf, watchMedia } from './fixtures/media-watch.ts';
import { callStatus, turnOn, video } from './fixtures/person.ts';
import { SENSES, type Senses } from './fixtures/senses.ts';
import { acquaintances, acquaintancesByExtension } from './fixtures/talk.ts';

let house: Household;
test.beforeEach(async () => {
  house = await startHousehold();
});
test.afterEach(() => house.close());

const connected = (page: Page) => expect.poll(async () => (await mediaOf(page)).connected).toBe(1);
const sees = (page: Page, selector: string, { colour }: Senses) => expectSeen(page, selector, colour);

/** Drops what is sent on a channel of the other side before anything has come on it, as Chromium does once in 100 times. */
const dropAtOpening = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('datachannel', ({ channel }) => {
          const send: (data: ArrayBuffer) => void = channel.send.bind(channel);
          channel.send = () => {};
          channel.addEventListener('message', () => Object.assign(channel, { send }), { once: true });
        });
      }
    };
  });

/** How many connections there have been. */
const made = (page: Page): Promise<number> => page.evaluate(() => globalThis.mediaWatch.connections.length);

test('[R20] [R21] [R22] the path is made while it rings, carries nothing before the answer, and then everything', async () => {
  const { ann, bo, popup } = await acquaintancesByExtension(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  await popup.close();
  for (const { context } of [ann, bo]) await watchMedia(context);
  await ann.page.reload();

  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const call = await bo.callWindow();
  await expect(call.getByRole('button', { name: 'Answer with video' })).toBeVisible();
  for (const page of [ann.page, call]) await connected(page);
  // The caller's own devices are open, and nothing of theirs has left; the callee's are untouched.
  expect(await mediaOf(call)).toEqual({ connected: 1, received: 0, captures: 0 });
  expect(await mediaOf(ann.page)).toMatchObject({ connected: 1, received: 0 });
  await expect(callStatus(ann.page)).toContainText('Ringing');

  const before = await Promise.all([ann.page, call].map(made));
  await call.getByRole('button', { name: 'Answer with video' }).click();
  await sees(ann.page, `video[data-kind="camera"]:not([data-participant="${ann.uid}"])`, SENSES.bo);
  await sees(call, video(ann.uid, 'camera'), SENSES.ann);
  for (const page of [ann.page, call]) await expect(callStatus(page)).toContainText('Connected');
  // The path from before is the path of the call.
  expect(await Promise.all([ann.page, call].map(made))).toEqual(before);
  expect(house.complaints.list()).toEqual([]);
});

test('[CA13] [R21] where both want it the caller is seen before the answer, unheard, and the callee captures nothing', async () => {
  const { ann, bo, popup } = await acquaintancesByExtension(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  await turnOn(popup, 'Show me callers before I answer');
  await popup.close();
  await turnOn(ann.page, 'Let contacts I call see me while it rings');
  for (const { context } of [ann, bo]) await watchMedia(context);
  await dropAtOpening(bo.context);
  await ann.page.reload();

  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const call = await bo.callWindow();
  const picture = video(ann.uid, 'camera');
  await sees(call, picture, SENSES.ann);
  await expect(call.getByRole('button', { name: 'Answer with video' })).toBeVisible();
  await expect(ann.page.getByText('bo sees you already')).toBeVisible();
  expect((await heardIn(call, picture))?.level ?? 0).toBeLessThan(0.01);
  expect(await mediaOf(call)).toMatchObject({ connected: 1, captures: 0 });
  expect(await mediaOf(ann.page)).toMatchObject({ connected: 1, received: 0 });

  await call.getByRole('button', { name: 'Answer with video' }).click();
  await sees(ann.page, `video[data-kind="camera"]:not([data-participant="${ann.uid}"])`, SENSES.bo);
  await sees(call, picture, SENSES.ann);
  await expect.poll(async () => (await heardIn(call, picture))?.level ?? 0).toBeGreaterThan(0.02);
  expect(house.complaints.list()).toEqual([]);
});

test('[R14] [R21] a call that is not answered leaves nothing open', async () => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  for (const { context, page } of [ann, bo]) {
    await watchMedia(context);
    await page.reload();
  }
  await ann.page.getByRole('button', { name: 'Call bo', exact: true }).first().click();
  await expect(bo.page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  for (const { page } of [ann, bo]) await connected(page);
  await bo.page.getByRole('button', { name: 'Decline' }).first().click();
  await expect(callStatus(ann.page)).toContainText('declined');
  const states = ({ page }: typeof ann) =>
    page.evaluate(() => globalThis.mediaWatch.connections.map(({ connectionState }) => connectionState));
  for (const person of [ann, bo])
    await expect.poll(async () => (await states(person)).filter((state) => state !== 'closed')).toEqual([]);
  expect(await mediaOf(bo.page)).toMatchObject({ received: 0, captures: 0 });
  expect(house.complaints.list()).toEqual([]);
});
