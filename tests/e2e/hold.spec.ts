import { expect, type Page, test } from '@playwright/test';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createEmulatedNetwork, type EmulatedNetwork } from './fixtures/emulated-network.ts';
import { expectHeard, expectSeen } from './fixtures/expect-senses.ts';
import { seenIn } from './fixtures/far-end.ts';
import { createSilenceCheck, soundReturns } from './fixtures/hearing.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { mediaOf, watchMedia } from './fixtures/media-watch.ts';
import { callStatus, video } from './fixtures/person.ts';
import { SENSES, type Senses } from './fixtures/senses.ts';
import { acquaintancesByExtension, expectMoving } from './fixtures/talk.ts';

// One call between the web app and the extension, over a network that does what networks do.

test.describe.configure({ mode: 'serial' });

let house: Household;
let network: EmulatedNetwork;
let ann: Page;
let bo: Page;
let annsUid: AccountId;
let bosUid: AccountId;

test.beforeAll(async () => {
  house = await startHousehold();
  network = createEmulatedNetwork();
  const pair = await acquaintancesByExtension(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  await pair.popup.close();
  ann = pair.ann.page;
  annsUid = pair.ann.uid;
  bosUid = pair.bo.uid;
  for (const { context } of [pair.ann, pair.bo]) {
    await watchMedia(context);
    await network.apply(context);
  }
  await ann.reload();
  await ann.getByRole('button', { name: 'Video call bo' }).first().click();
  bo = await pair.bo.callWindow();
  await bo.getByRole('button', { name: 'Answer with video' }).click();
});

test.afterAll(async () => {
  await house?.close();
  network?.close();
});

const seesAndHears = async (page: Page, uid: AccountId, { colour, tone }: Senses): Promise<void> => {
  const camera = video(uid, 'camera');
  await expect(callStatus(page)).toContainText('Connected');
  await expectMoving(page, uid);
  await expectSeen(page, camera, colour);
  await expectHeard(page, camera, tone);
};

const bothWays = () => Promise.all([seesAndHears(ann, bosUid, SENSES.bo), seesAndHears(bo, annsUid, SENSES.ann)]);

/** The ICE credentials of each connection of a page: those of the newest one change with a restart. */
const credentials = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() =>
    globalThis.mediaWatch.connections
      .filter(({ connectionState }) => connectionState !== 'closed')
      .map(({ localDescription }) => /a=ice-ufrag:(\S+)/.exec(localDescription?.sdp ?? '')?.[1]),
  );

test('[R34] [R35] picture and tone keep coming with 1, 5 and 10 % of the packets lost and 30 ms of jitter', async () => {
  await bothWays();
  const before = await Promise.all([ann, bo].map(credentials));
  network.setJitter(30);
  for (const loss of [1, 5, 10]) {
    network.setLoss(loss);
    await bothWays();
  }
  // Each side says so, and has done something about it.
  for (const page of [ann, bo]) {
    await expect(page.getByRole('button', { name: /Connection: (poor|bad)/ })).toBeVisible();
    // What is lost swings round what is borne, and two looks in a row must find too much.
    await expect(page.getByText('Your picture is sent smaller.')).toBeVisible({ timeout: 45_000 });
  }
  network.setLoss(0);
  network.setJitter(0);
  // Nobody has looked for another way.
  expect(await Promise.all([ann, bo].map(credentials))).toEqual(before);
});

/** Lines of the picture that arrives. */
const heightAt = (page: Page, camera: string): Promise<number> =>
  page.locator(camera).evaluate((element) => (element as HTMLVideoElement).videoHeight);

test('[R34] [R35] whoever saves data sends a small picture; the numbers of the call can be copied', async () => {
  await ann.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ann.getByRole('button', { name: /^Connection: / }).click();
  const dialog = ann.getByRole('dialog', { name: 'Connection' });
  await dialog.getByRole('checkbox', { name: 'Use less data' }).check();
  await expect.poll(() => heightAt(bo, video(annsUid, 'camera'))).toBeLessThanOrEqual(270);
  await expect(dialog.getByText('direct')).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = async () => JSON.parse(await ann.evaluate(() => navigator.clipboard.readText()));
  expect(await copied()).toMatchObject({
    choices: { lowData: true },
    quality: { measurement: { relayed: false } },
  });
  // A busy machine sends less still.
  expect([270, 180, undefined]).toContain((await copied()).quality.caps.camera.height);
  expect((await copied()).quality.reports.length).toBeGreaterThan(10);
  await dialog.getByRole('checkbox', { name: 'Use less data' }).uncheck();
  await dialog.getByRole('button', { name: 'Copied' }).click();
  // What arrives may stay small on a busy machine; what is allowed does not.
  await expect.poll(async () => (await copied()).quality.caps.camera.height).toBe(720);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

/** No packet passes until both sides have been told. */
const cutAndHeal = async (): Promise<void> => {
  network.cut();
  for (const page of [ann, bo]) await expect(callStatus(page)).toContainText('Reconnecting');
  network.heal();
  const times = await Promise.all([ann, bo].map(soundReturns));
  console.log(`sound after healing: ${times.join(' and ')} ms`);
  for (const ms of times) expect(ms).toBeLessThanOrEqual(3_000);
  await bothWays();
};

/** Whatever it was, the connection is the same, and has been through an ICE restart. */
const survivesByRestart = async (trouble: () => Promise<void>): Promise<void> => {
  const before = await Promise.all([ann, bo].map(credentials));
  await trouble();
  const after = await Promise.all([ann, bo].map(credentials));
  for (const [index, now] of after.entries()) {
    expect(now).toHaveLength(1);
    expect(now).not.toEqual(before[index]);
  }
};

test('[R27] [R29] [R32] a network that was cut: both are told, and hear each other 3 s after it is healed', () =>
  survivesByRestart(cutAndHeal));

test('[R27] as when a phone changes networks: every path is dead, and an ICE restart finds another', () =>
  survivesByRestart(async () => {
    network.changeAddresses();
    for (const page of [ann, bo]) await expect.poll(createSilenceCheck(page)).toBe(true);
    const times = await Promise.all([ann, bo].map(soundReturns));
    console.log(`sound after a change of address: ${times.join(' and ')} ms after silence`);
    await bothWays();
  }));

test('[R27] where the system tells of another network another way is sought, and the present one carries the call until then', () =>
  survivesByRestart(async () => {
    const before = await credentials(ann);
    await ann.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => credentials(ann)).not.toEqual(before);
    for (const page of [ann, bo]) await expect(callStatus(page)).toContainText('Connected');
    for (const ms of await Promise.all([ann, bo].map(soundReturns))) expect(ms).toBeLessThanOrEqual(1_000);
    await bothWays();
  }));

/** The system takes the microphone from a page that nobody sees, as a telephone does that is locked; or gives it back. */
const setLocked = (page: Page, locked: boolean): Promise<void> =>
  page.evaluate((locked) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => locked });
    document.dispatchEvent(new Event('visibilitychange'));
    if (!locked) return;
    for (const track of globalThis.mediaWatch.captured) {
      if (track.readyState === 'ended') continue;
      track.enabled = false;
      Object.defineProperty(track, 'muted', { get: () => true });
      track.dispatchEvent(new Event('mute'));
    }
  }, locked);

test('[R33] a phone that is locked is paused; unlocked, it captures anew, stays awake and is heard 2 s later', async () => {
  const { captures } = await mediaOf(ann);
  await setLocked(ann, true);
  await expect(bo.getByText('ann’s phone is locked, the microphone is paused')).toBeVisible();
  await expect(bo.getByRole('status').filter({ hasText: 'Paused' })).toBeVisible();
  const awake = ann.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = navigator.wakeLock.request.bind(navigator.wakeLock);
        navigator.wakeLock.request = (type) => {
          resolve(type ?? '');
          return request(type);
        };
      }),
  );
  await setLocked(ann, false);
  const ms = await soundReturns(bo);
  console.log(`sound after unlocking: ${ms} ms`);
  expect(ms).toBeLessThanOrEqual(2_000);
  expect(await awake).toBe('screen');
  await expect(bo.getByText('ann’s phone is locked')).toBeHidden();
  await bothWays();
  // Both at once.
  expect((await mediaOf(ann)).captures).toBe(captures + 1);
});

test('[R31] without the relay for the rest of the call: mute, camera, share, a restart and hanging up', async () => {
  house.complaints.expect(/WebSocket connection .* failed/, /ERR_CONNECTION_REFUSED/);
  await house.relay.kill();
  await ann.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(bo.getByText('ann is muted')).toBeVisible();
  await ann.getByRole('button', { name: 'Unmute microphone' }).click();
  await ann.getByRole('button', { name: 'Turn camera off' }).click();
  await expect(bo.locator(video(annsUid, 'camera'))).toBeHidden();
  await ann.getByRole('button', { name: 'Turn camera on' }).click();
  await seesAndHears(bo, annsUid, SENSES.ann);
  await ann.getByRole('button', { name: 'Share screen' }).click();
  await expect.poll(async () => (await seenIn(bo, video(annsUid, 'screen')))?.frames ?? 0).toBeGreaterThan(1);
  await ann.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(bo.locator(video(annsUid, 'screen'))).toHaveCount(0);
  await survivesByRestart(cutAndHeal);
  // This app is not installed: what it has not loaded yet cannot be had now, and breaks nothing.
  const refused = ann.waitForEvent('requestfailed', {
    predicate: (request) => request.url().includes('sound-dialog'),
    timeout: 15_000,
  });
  await ann.getByRole('button', { name: 'Sound and camera' }).click();
  await refused;
  await ann.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(bo)).toContainText('Ended: ann hung up');
  expect(house.complaints.list()).toEqual([]);
});
