import { expect, type Page, test } from '@playwright/test';
import { noTurnServer, type RunningTurnServer, startTurnServer } from '#tests/relay/start-turn-server.ts';
import { soundReturns } from './fixtures/hearing.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { mediaOf, watchMedia } from './fixtures/media-watch.ts';
import { callStatus } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { acquaintances, type Someone } from './fixtures/talk.ts';

// ann's browser has two microphones, two loudspeakers and a camera, as Chromium makes them up.

test.describe.configure({ mode: 'serial' });

const SECRET = 'the secret that relay and TURN server share';

let turn: RunningTurnServer | undefined;
let house: Household;
let ann: Someone;
let bo: Someone;

test.beforeAll(async () => {
  const local = '127.0.0.1';
  turn = noTurnServer
    ? undefined
    : await startTurnServer({ secrets: [SECRET], relayAddresses: [local], allowed: [local] });
  const url = `turn:${local}:${turn?.port}`;
  house = await startHousehold(turn ? { TURN_URLS: `${url},${url}?transport=tcp`, TURN_SECRET: SECRET } : {});
  ({ ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo }));
  for (const { context, page } of [ann, bo]) {
    await watchMedia(context);
    await page.reload();
  }
});

test.afterAll(async () => {
  await house?.close();
  await turn?.stop();
});

/** The names of the microphones, and of the cameras with `kind`, that are open. */
const usedBy = (page: Page, kind = 'audio'): Promise<string[]> =>
  page.evaluate(
    (kind) =>
      globalThis.mediaWatch.captured
        .filter((track) => track.kind === kind && track.readyState === 'live')
        .map(({ label }) => label),
    kind,
  );

/** Unplugs what has this name, as far as the page can tell. What comes back plugs it in again. */
const unplug = async (page: Page, name: string): Promise<() => Promise<void>> => {
  const plug = await page.evaluateHandle((name) => {
    const { mediaDevices } = navigator;
    const { enumerateDevices, getUserMedia } = mediaDevices;
    mediaDevices.enumerateDevices = async () =>
      (await enumerateDevices.call(mediaDevices)).filter(({ label }) => label !== name);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia.call(mediaDevices, constraints);
      if (stream.getTracks().every(({ label }) => label !== name)) return stream;
      for (const track of stream.getTracks()) track.stop();
      throw new DOMException('', 'NotFoundError');
    };
    const tell = () => mediaDevices.dispatchEvent(new Event('devicechange'));
    tell();
    return () => {
      Object.assign(mediaDevices, { enumerateDevices, getUserMedia });
      tell();
    };
  }, name);
  return () => plug.evaluate((again) => again());
};

const choose = (page: Page, kind: string, name: string) =>
  page.getByRole('dialog').getByRole('combobox', { name: kind }).selectOption(name);

test('[R24] before the first call everything can be tried on one screen, which keeps what is chosen', async () => {
  await ann.page.getByRole('button', { name: 'Check now' }).click();
  const screen = ann.page.getByRole('dialog', { name: 'Check sound, picture and network' });
  const level = screen.getByRole('meter');
  await expect.poll(async () => Number(await level.getAttribute('value'))).toBeGreaterThan(-50);
  await expect(screen).toContainText(
    turn ? 'Calls find their way from this network.' : 'only with people in the same network',
  );
  await screen.getByRole('button', { name: 'Play a test sound' }).click();
  await screen.getByRole('button', { name: 'Show my picture' }).click();
  const picture = screen.getByLabel('Your picture');
  await expect.poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
  await choose(ann.page, 'Microphone', 'Fake Audio Input 2');
  await expect.poll(() => usedBy(ann.page)).toEqual(['Fake Audio Input 2']);
  await screen.getByRole('button', { name: 'Record six seconds' }).click();
  await expect(screen).toContainText('This is how you sound.');
  await screen.getByRole('button', { name: 'Done' }).click();
  await expect(ann.page.getByRole('button', { name: 'Check now' })).toBeHidden();
  for (const kind of ['audio', 'video']) await expect.poll(() => usedBy(ann.page, kind)).toEqual([]);
});

test('devices are changed in mid-call over the same path; [R36] who speaks is seen to, until they are silent', async () => {
  await ann.page.getByRole('button', { name: 'Call bo', exact: true }).first().click();
  await bo.page.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(ann.page)).toContainText('Connected');
  await expect.poll(() => usedBy(ann.page)).toEqual(['Fake Audio Input 2']);
  const speaks = bo.page.locator('div[data-speaking]:has(audio)');
  await expect(speaks).toBeVisible();
  await expect(ann.page.locator('[data-speaking] > [aria-label="Mute microphone"]')).toBeVisible();

  await ann.page.getByRole('button', { name: 'Sound and camera' }).click();
  await choose(ann.page, 'Microphone', 'Fake Audio Input 1');
  await expect.poll(() => usedBy(ann.page)).toEqual(['Fake Audio Input 1']);
  await soundReturns(bo.page);
  expect((await mediaOf(bo.page)).connected).toBe(1);
  await choose(ann.page, 'Loudspeaker', 'Fake Audio Output 1');
  const sink = () =>
    ann.page.locator('audio').evaluate((audio: HTMLAudioElement & { sinkId?: string }) => audio.sinkId);
  await expect.poll(sink).toMatch(/./);
  await ann.page.keyboard.press('Escape');

  await ann.page.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(speaks).toBeHidden();
});

test('[R25] what is unplugged is replaced and comes back, and whoever is muted stays so after a reload', async () => {
  const plug = await unplug(ann.page, 'Fake Audio Input 1');
  await expect(ann.page.getByText('“Fake Audio Input 1” was unplugged.')).toBeVisible();
  await expect.poll(() => usedBy(ann.page)).toEqual(['Fake Default Audio Input']);
  await plug();
  await expect(ann.page.getByText('“Fake Audio Input 1” is plugged in again')).toBeVisible();
  await expect.poll(() => usedBy(ann.page)).toEqual(['Fake Audio Input 1']);
  await ann.page.reload();
  await ann.page.getByRole('button', { name: 'Back to the call' }).first().click();
  await expect(callStatus(ann.page)).toContainText('Connected');
  await expect(ann.page.getByRole('button', { name: 'Unmute microphone' })).toBeVisible();
  expect(await usedBy(ann.page)).toEqual([]);
  expect(house.complaints.list()).toEqual([]);
});
