import { expect, type Page, test } from '@playwright/test';
import { DISPLAY_SIZE, type Display, noDisplay, openDisplay } from './fixtures/display.ts';
import { createEmulatedNetwork, type EmulatedNetwork } from './fixtures/emulated-network.ts';
import { expectHeard, expectSeen } from './fixtures/expect-senses.ts';
import { seenIn } from './fixtures/far-end.ts';
import {
  expectStatus,
  FIREFOX_TONE,
  type FirefoxBrowser,
  launchFirefox,
  noFirefox,
  press,
  signUp,
  startSound,
} from './fixtures/firefox.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import type { Looking } from './fixtures/looking.ts';
import { hasPulseAudio, type Loudspeaker, openLoudspeaker } from './fixtures/loudspeaker.ts';
import type { Colour } from './fixtures/media-files.ts';
import { watchMedia } from './fixtures/media-watch.ts';
import { callStatus, requestContact, row } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { newcomer } from './fixtures/talk.ts';

test.skip(noFirefox !== undefined, noFirefox);
test.skip(!hasPulseAudio(), 'Firefox plays and measures sound only where pulseaudio is installed');

let house: Household;
let speaker: Loudspeaker;
let network: EmulatedNetwork;
let display: Display | undefined;
let bo: FirefoxBrowser;

test.beforeEach(async () => {
  house = await startHousehold();
  network = createEmulatedNetwork();
  speaker = await openLoudspeaker();
});

test.afterEach(async () => {
  await bo?.close();
  await display?.close();
  display = undefined;
  await speaker?.close();
  network?.close();
  await house?.close();
});

/** The other side's camera: theirs is the first of two. */
const THEIRS = 'video[data-kind="camera"]';
const SCREEN = 'video[data-kind="screen"]';

const framesOf = async (page: Looking, selector: string): Promise<number> =>
  (await seenIn(page, selector))?.frames ?? 0;

/** The ICE credentials of the connections that there are. */
const credentials = (page: Looking) =>
  page.evaluate(() =>
    globalThis.mediaWatch.connections
      .filter(({ connectionState }) => connectionState !== 'closed')
      .map(({ localDescription }) => /a=ice-ufrag:(\S+)/.exec(localDescription?.sdp ?? '')?.[1]),
  );

/** ann, with Chromium, calls bo, who answers. */
const call = async (): Promise<Page> => {
  bo = await launchFirefox({ ...speaker.environment, ...display?.environment });
  await watchMedia(bo.pages);
  await network.apply(bo.pages);
  await bo.page.goto(house.relay.url);
  await bo.page.evaluate(() => {
    localStorage['tincan.sound'] = JSON.stringify({ suppression: 'off' });
  });
  await startSound(bo.page);
  await signUp(bo.page, 'bo');
  const { page: ann, context } = await newcomer(house, 'ann', SENSES.ann);
  await watchMedia(context);
  await network.apply(context);
  await ann.reload();
  await requestContact(ann, 'bo');
  await press(bo.page, 'Accept');
  await expect(row(ann, 'bo')).toContainText('Online');

  await ann.getByRole('button', { name: 'Video call bo' }).first().click();
  await press(bo.page, 'Answer with video');
  return ann;
};

test('[R27] [R29] Chromium calls Firefox: both see and hear each other, a tab is shared, and a cut network is survived', async () => {
  const ann = await call();
  const bothWays = async () => {
    await expect(callStatus(ann)).toContainText('Connected');
    await expectStatus(bo.page, 'Connected');
    for (const page of [ann, bo.page]) await expect.poll(() => framesOf(page, THEIRS)).toBeGreaterThan(1);
    await expectSeen(bo.page, THEIRS, SENSES.ann.colour);
    await expectHeard(ann, THEIRS, FIREFOX_TONE);
    await expectHeard(bo.page, THEIRS, SENSES.ann.tone);
  };
  await bothWays();
  // What Firefox cannot do is said at the button.
  const share = await bo.page.waitForSelector('::-p-aria([name="Share screen"][role="button"])');
  expect(await share?.evaluate((button) => button.getAttribute('title'))).toContain('without sound');

  await ann.getByRole('button', { name: 'Share screen' }).click();
  await expect.poll(() => framesOf(bo.page, SCREEN)).toBeGreaterThan(1);
  await ann.getByRole('button', { name: 'Stop sharing' }).click();
  await expect.poll(() => bo.page.$(SCREEN)).toBeNull();

  const before = await Promise.all([ann, bo.page].map(credentials));
  network.cut();
  await expect(callStatus(ann)).toContainText('Reconnecting');
  await expectStatus(bo.page, 'Reconnecting');
  network.heal();
  await bothWays();
  const after = await Promise.all([ann, bo.page].map(credentials));
  for (const [side, now] of after.entries()) expect(now).not.toEqual(before[side]);

  await ann.getByRole('button', { name: 'Hang up' }).click();
  await expectStatus(bo.page, 'Ended: ann hung up');
  // Of the network that was cut, where Firefox gave up before the restart.
  expect(bo.complaints.filter((complaint) => !complaint.includes('ICE failed'))).toEqual([]);
  expect(house.complaints.list()).toEqual([]);
});

/** How much of a picture is of a colour, 0–1, and its width by its height. */
const lookAt = (page: Page, selector: string, colour: Colour) =>
  page.locator(selector).evaluate((video: HTMLVideoElement, colour) => {
    const side = 100;
    const context = new OffscreenCanvas(side, side).getContext('2d');
    context?.drawImage(video, 0, 0, side, side);
    const pixels = context?.getImageData(0, 0, side, side).data ?? [];
    let alike = 0;
    for (let at = 0; at < pixels.length; at += 4)
      if (colour.every((value, channel) => Math.abs(value - (pixels[at + channel] ?? 0)) <= 30)) alike++;
    return { share: alike / side ** 2, shape: video.videoWidth / video.videoHeight };
  }, colour);

test('Firefox shares its screen: Chromium sees it, and that it is stopped', async () => {
  test.skip(noDisplay !== undefined, noDisplay);
  display = await openDisplay();
  const ann = await call();
  await expect(callStatus(ann)).toContainText('Connected');
  await press(bo.page, 'Share screen');
  await expect.poll(() => framesOf(ann, SCREEN)).toBeGreaterThan(1);
  // On that screen is the call itself, with ann in it.
  await expect.poll(async () => (await lookAt(ann, SCREEN, SENSES.ann.colour)).share).toBeGreaterThan(0.05);
  const { shape } = await lookAt(ann, SCREEN, SENSES.ann.colour);
  expect(shape).toBeCloseTo(DISPLAY_SIZE.width / DISPLAY_SIZE.height, 1);
  await press(bo.page, 'Stop sharing');
  await expect(ann.locator(SCREEN)).toHaveCount(0);
  await expect(callStatus(ann)).toContainText('Connected');
  await ann.getByRole('button', { name: 'Hang up' }).click();
  await expectStatus(bo.page, 'Ended: ann hung up');
  expect(bo.complaints).toEqual([]);
  expect(house.complaints.list()).toEqual([]);
});
