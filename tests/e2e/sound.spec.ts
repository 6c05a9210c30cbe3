import { expect, type Page, test } from '@playwright/test';
import { NOISES } from '#tests/bench/noise/noises.ts';
import type { ExtensionBrowser } from './fixtures/extension.ts';
import { heardIn, longestSilenceIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callStatus, video } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { acquaintancesByExtension } from './fixtures/talk.ts';

// ann has the PWA, and a noise beside her microphone. bo has the extension, and a tone beside his.

test.describe.configure({ mode: 'serial' });

let house: Household;
let ann: Page;
let bo: ExtensionBrowser;
let window: Page;
let voiceOfAnn: string;
let voiceOfBo: string;

test.beforeAll(async () => {
  house = await startHousehold();
  const noise = NOISES.white(4 * 48_000, 1).map((sample) => 0.03 * sample);
  const senses = { ...SENSES.ann, sound: noise };
  const pair = await acquaintancesByExtension(house, { senses }, { senses: SENSES.bo });
  await pair.popup.close();
  ann = pair.ann.page;
  bo = pair.bo;
  voiceOfAnn = video(pair.ann.uid, 'camera');
  await holdWorklets(ann);
});

test.afterAll(async () => {
  await house?.close();
});

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Sound and camera' });

const openSheet = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Sound and camera' }).click();
  await expect(sheet(page).getByRole('radio', { name: 'Off' })).toBeVisible();
};

/** dBFS of what bo hears of ann. */
const heardByBo = async (): Promise<number> => 20 * Math.log10((await heardIn(window, voiceOfAnn))?.level ?? 1);

/** From here on {@link overload} reaches the worklets of this page. */
const holdWorklets = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const Plain = AudioWorkletNode;
    globalThis.AudioWorkletNode = class extends Plain {
      constructor(...options: ConstructorParameters<typeof Plain>) {
        super(...options);
        addEventListener('overload', () =>
          this.port.dispatchEvent(new MessageEvent('message', { data: { type: 'overloaded' } })),
        );
      }
    };
  });

/** The worklet of this page says what it says after two seconds of too much work. */
const overload = (page: Page): Promise<void> => page.evaluate(() => void dispatchEvent(new Event('overload')));

test('the microphone can be tried before any call, and the background analysed', async () => {
  await ann.getByRole('button', { name: 'Settings' }).first().click();
  await ann.getByRole('button', { name: 'Try the microphone' }).click();
  const level = sheet(ann).getByRole('meter');
  await expect.poll(async () => Number(await level.getAttribute('value'))).toBeGreaterThan(-50);
  await sheet(ann).getByRole('button', { name: 'Analyse the background' }).click();
  await expect(sheet(ann).getByRole('status')).toContainText('steady hiss');
  await ann.keyboard.press('Escape');
  await ann.getByRole('button', { name: 'Back' }).first().click();
});

test('the far end hears far less of a noise with suppression than without, and nothing through a closed gate', async () => {
  const opened = bo.context.waitForEvent('page');
  await ann.getByRole('button', { name: 'Call bo', exact: true }).last().click();
  window = await opened;
  await window.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(ann)).toContainText('Connected');
  voiceOfBo = (await ann.locator('video[data-kind="camera"]').first().getAttribute('data-participant')) ?? '';
  await expect.poll(heardByBo).toBeGreaterThan(-50);
  await openSheet(ann);
  await sheet(ann).getByRole('radio', { name: 'Moderate' }).check();
  await expect.poll(heardByBo).toBeLessThan(-50);
  const moderate = await heardByBo();
  await sheet(ann).getByRole('radio', { name: 'Off' }).check();
  await expect.poll(heardByBo).toBeGreaterThan(moderate + 10);
  await sheet(ann).getByRole('switch', { name: 'Silence gate' }).check();
  await sheet(ann).getByRole('slider').fill('-10');
  await expect(sheet(ann)).toContainText('Closed: silence is sent');
  await expect.poll(heardByBo).toBeLessThan(-75);
  await sheet(ann).getByRole('switch', { name: 'Silence gate' }).uncheck();
  await expect.poll(heardByBo).toBeGreaterThan(moderate + 10);
});

test('a device that is too slow for the chosen strength uses a lighter one, and both sheet and call say so', async () => {
  await sheet(ann).getByRole('radio', { name: 'Moderate' }).check();
  await overload(ann);
  const said = 'This device is too slow for “Moderate” just now: “Minimal” is used.';
  await expect(sheet(ann)).toContainText(said);
  await ann.keyboard.press('Escape');
  await expect(ann.getByText(said)).toBeVisible();
  await openSheet(ann);
  await expect(sheet(ann).getByRole('radio', { name: 'Moderate' })).toBeChecked();
  await sheet(ann).getByRole('radio', { name: 'Off' }).check();
  await expect(ann.getByText(said)).toHaveCount(0);
});

test('an engine that cannot be had leaves the noise to the browser, and says so; the call goes on', async () => {
  await ann.evaluate(() => {
    WebAssembly.compile = () => Promise.reject(new Error('no engines today'));
  });
  await sheet(ann).getByRole('radio', { name: 'Aggressive' }).check();
  await expect(sheet(ann)).toContainText('The browser’s own does what it can');
  await ann.keyboard.press('Escape');
  await expect(ann.getByText('The browser’s own does what it can')).toBeVisible();
  await expect(callStatus(ann)).toContainText('Connected');
});

test('a mode is changed in mid-call without a gap', async () => {
  await openSheet(window);
  const hears = video(voiceOfBo, 'camera');
  await expect.poll(async () => (await heardIn(ann, hears))?.level ?? 0).toBeGreaterThan(0.05);
  const { level = 0 } = (await heardIn(ann, hears)) ?? {};
  const now = async () => (await heardIn(ann, hears))?.level ?? 0;
  // Minimal takes at most 12 dB, of a tone as of any noise.
  const silence = (blocks: number) => longestSilenceIn(ann, hears, level * 10 ** (-20 / 20), blocks);
  house.complaints.expect(/ScriptProcessorNode is deprecated/);
  // The sheet that has just been opened leaves silences of up to 140 ms at times, before anything is changed.
  await expect.poll(() => silence(235)).toBeLessThan(60);
  // For five seconds.
  const longest = silence(470);
  await sheet(window).getByRole('radio', { name: 'Minimal' }).check();
  await expect.poll(now).toBeLessThan(level / 2);
  await sheet(window).getByRole('radio', { name: 'Off' }).check();
  await expect.poll(now).toBeGreaterThan(level / 2);
  // Shorter ones are the network's and the machine's own.
  expect(await longest).toBeLessThan(60);
  await window.keyboard.press('Escape');
});

test('[R26] a person who talks while muted is told', async () => {
  await window.getByRole('button', { name: 'Mute microphone' }).click();
  await expect(window.getByText('You are talking, but you are muted.')).toBeVisible();
  await window.getByRole('button', { name: 'Unmute microphone' }).click();
  await expect(window.getByText('You are talking, but you are muted.')).toBeHidden();
});

test('nothing was complained about in any console', () => {
  expect(house.complaints.list()).toEqual([]);
});
