import { expect, type Page, test } from '@playwright/test';
import type { AccountId } from '#shared/protocol/ids.ts';
import { expectHeard, expectSeen } from './fixtures/expect-senses.ts';
import type { ExtensionBrowser } from './fixtures/extension.ts';
import { heardIn, seenIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import {
  ARRIVED,
  acceptContact,
  callStatus,
  connectToRelay,
  message,
  openConversation,
  requestContact,
  row,
  say,
  signUp,
  uidGivenTo,
  video,
} from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { SHARED_COLOUR, SHARED_TONE, SHARED_TONE_RIGHT, serveSharedPage } from './fixtures/shared-page.ts';

// ann has the PWA on a phone-sized screen, bo the extension.

test.describe.configure({ mode: 'serial' });

let house: Household;
let ann: Page;
let bo: ExtensionBrowser;
/** bo's popup, in a tab. */
let popup: Page;
let annsUid: AccountId;
let bosUid: AccountId;

test.beforeAll(async () => {
  house = await startHousehold({}, { installed: true });
  ({ page: ann } = await house.pwa(SENSES.ann));
  bo = await house.extension(SENSES.bo);
});

test.afterAll(async () => {
  await house?.close();
});

test('two people sign up, one asks and the other accepts', async () => {
  const annsAccount = uidGivenTo(ann);
  await signUp(ann, 'ann');
  annsUid = await annsAccount;

  const welcome = await bo.open('welcome');
  const bosAccount = uidGivenTo(welcome);
  await connectToRelay(welcome, house.relay.url);
  await signUp(welcome, 'bo');
  bosUid = await bosAccount;
  await welcome.getByRole('button', { name: 'Allow microphone and camera' }).click();
  await expect(welcome.getByText('You are ready')).toBeVisible();
  await welcome.close();

  popup = await bo.open('popup');
  await requestContact(ann, 'bo');
  await acceptContact(popup, 'ann');
  await expect(row(ann, 'bo')).toContainText('Online');
  await expect(row(popup, 'ann')).toContainText('Online');
});

test('messages pass both ways', async () => {
  await openConversation(ann, 'bo');
  await say(ann, 'Is the string taut?');
  await expect(ann.getByLabel(ARRIVED)).toBeVisible();
  await openConversation(popup, 'ann');
  await expect(message(popup, 'Is the string taut?')).toBeVisible();
  await say(popup, 'As a drum.');
  await expect(message(ann, 'As a drum.')).toBeVisible();
});

test('a message to someone who is away is there when they come back', async () => {
  await ann.goto('about:blank');
  await expect(popup.getByText(/offline|last seen/i).first()).toBeVisible();
  await say(popup, 'Call me when you are back.');
  await expect(popup.getByLabel(ARRIVED)).toHaveCount(2);
  await ann.goto(house.relay.url);
  await openConversation(ann, 'bo');
  await expect(message(ann, 'Call me when you are back.')).toHaveCount(1);
});

/** Both see and hear each other. */
const expectBothWays = async (bosCall: Page): Promise<void> => {
  const bosCamera = video(bosUid, 'camera');
  const annsCamera = video(annsUid, 'camera');
  await expect(callStatus(ann)).toContainText('Connected');
  await expect(callStatus(bosCall)).toContainText('Connected');
  await expectSeen(ann, bosCamera, SENSES.bo.colour);
  await expectSeen(bosCall, annsCamera, SENSES.ann.colour);
  await expectHeard(ann, bosCamera, SENSES.bo.tone);
  await expectHeard(bosCall, annsCamera, SENSES.ann.tone);
};

test('the PWA calls the extension: picture and tone arrive at both ends', async () => {
  await ann.getByRole('button', { name: 'Video call bo' }).first().click();
  const bosCall = await bo.callWindow();
  await expect(bosCall.getByRole('button', { name: 'Answer with video' })).toBeVisible();
  await expect(callStatus(ann)).toContainText('Ringing');
  await bosCall.getByRole('button', { name: 'Answer with video' }).click();
  await expectBothWays(bosCall);
});

test('muting and turning the camera off are seen at the far end', async () => {
  const bosCall = await bo.callWindow();
  await ann.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(bosCall.getByText(/muted/i).first()).toBeVisible();
  await expect.poll(async () => (await heardIn(bosCall, video(annsUid, 'camera')))?.level ?? 0).toBeLessThan(0.01);
  await ann.getByRole('button', { name: 'Unmute microphone' }).click();
  await expect.poll(async () => (await heardIn(bosCall, video(annsUid, 'camera')))?.level ?? 0).toBeGreaterThan(0.02);

  await ann.getByRole('button', { name: 'Turn camera off' }).click();
  await expect(bosCall.locator(video(annsUid, 'camera'))).toBeHidden();
  await ann.getByRole('button', { name: 'Turn camera on' }).click();
  await expectSeen(bosCall, video(annsUid, 'camera'), SENSES.ann.colour);
});

test('a shared tab arrives with its colour and its tone beside the camera, over navigations, and again', async () => {
  const shared = await serveSharedPage();
  const tab = await bo.context.newPage();
  await tab.goto(shared.url);
  await bo.pressInToolbarPopup(tab, 'Share this tab');
  const tabVideo = video(bosUid, 'tab');
  await expectSeen(ann, tabVideo, SHARED_COLOUR);
  await expectHeard(ann, tabVideo, SHARED_TONE);
  await expectHeard(ann, tabVideo, SHARED_TONE, 0);
  await expectHeard(ann, tabVideo, SHARED_TONE_RIGHT, 1);
  await expectSeen(ann, video(bosUid, 'camera'), SENSES.bo.colour);

  // It is as loud as one wants, whatever the person is.
  const [ofShare, ofPerson] = [ann.locator('figure audio'), ann.locator('audio:not(figure audio)')];
  await ann.getByRole('slider', { name: 'Volume of what is shared' }).fill('0.25');
  await expect(ofShare).toHaveJSProperty('volume', 0.25);
  await expect(ofPerson).toHaveJSProperty('volume', 1);

  await tab.goto(`${shared.url}/elsewhere`);
  await expect.poll(async () => (await seenIn(ann, tabVideo))?.frames ?? 0).toBeGreaterThan(1);

  await ann.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(ann.locator(tabVideo)).toHaveCount(0);

  await bo.pressInToolbarPopup(tab, 'Share this tab');
  await expectSeen(ann, tabVideo, SHARED_COLOUR);
  const bosCall = await bo.callWindow();
  await bosCall.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(ann.locator(tabVideo)).toHaveCount(0);
  shared.close();
});

test('hanging up ends it on both sides, and both histories show the call', async () => {
  const bosCall = await bo.callWindow();
  await ann.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(bosCall)).toContainText('Ended');
  await ann.getByRole('button', { name: 'Close' }).first().click();
  await expect(ann.getByText(/Video call/).first()).toBeVisible();
  await expect(popup.getByText(/Video call/).first()).toBeVisible();
});

/** What the page has asked the device to vibrate with since: patterns, and 0 to stop. */
const feltOf = async (page: Page): Promise<() => Promise<readonly VibratePattern[]>> => {
  const felt = await page.evaluateHandle(() => {
    const patterns: VibratePattern[] = [];
    navigator.vibrate = (pattern) => patterns.push(pattern as VibratePattern) > 0;
    return patterns;
  });
  return () => felt.jsonValue();
};

test('the extension calls the PWA: picture and tone arrive at both ends', async () => {
  popup = await bo.open('popup');
  const vibrations = await feltOf(ann);
  await popup.getByRole('button', { name: 'Video call ann' }).first().click();
  const bosCall = await bo.callWindow();
  const ring = ann.getByRole('dialog');
  await expect(ring.getByRole('button', { name: 'Answer with video' })).toBeFocused();
  await expect.poll(async () => (await vibrations())[0]).toEqual([400, 200, 400, 1000]);
  await ring.getByRole('button', { name: 'Answer with video' }).click();
  await expectBothWays(bosCall);
  expect((await vibrations()).at(-1)).toBe(0);
  await bosCall.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(ann)).toContainText('Ended');
});

test('nothing was complained about in any console', async () => {
  expect(house.complaints.list()).toEqual([]);
});
