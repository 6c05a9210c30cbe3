import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '#tests/e2e/fixtures/browser.ts';
import { bundle, test } from './ends.ts';

const executablePath = chromiumPath();
const launchOptions = { ...(executablePath && { executablePath }), ignoreDefaultArgs: ['--mute-audio'] };

test('microphone and camera are captured one by one, as asked', async ({ ends: { caller } }) => {
  const settings = await caller.evaluate(async () => {
    const [microphone, camera] = [await end.media.microphone(), await end.media.camera()];
    if (!microphone.ok || !camera.ok) throw new Error('refused');
    const found = [microphone.value.getSettings(), camera.value.getSettings()];
    microphone.value.stop();
    camera.value.stop();
    return found;
  });
  expect(settings[0]).toMatchObject({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
  expect(settings[1]).toMatchObject({ width: 1280, height: 720 });
});

test('a device that is not there is missing', async ({ site }) => {
  const browser = await chromium.launch({
    ...launchOptions,
    args: CHROMIUM_FLAGS.filter((flag) => flag !== '--use-fake-device-for-media-stream'),
  });
  const page = await browser.newPage();
  await page.goto(site);
  expect(await page.evaluate(() => end.media.camera())).toEqual({ ok: false, reason: 'device_missing' });
  await browser.close();
});

test('[R37] a screen is captured with its sound, which is music; what its picture is for is told when it is shared', async ({
  ends: { caller },
}) => {
  const hints = await caller.evaluate(async () => {
    const screen = await end.media.screen();
    return screen.ok ? screen.value.getTracks().map(({ kind, contentHint }) => [kind, contentHint]) : screen.reason;
  });
  expect(hints).toEqual([
    ['audio', 'music'],
    ['video', ''],
  ]);
});

test('ring and ringback sound until they are stopped, one at a time', async ({ ends: { caller } }) => {
  const states = () => caller.evaluate(() => end.audioContexts.map(({ state }) => state));
  await caller.evaluate(() => end.ringer.ring());
  await expect.poll(states).toEqual(['running']);
  await caller.evaluate(() => end.ringer.ringback());
  await expect.poll(states).toEqual(['closed', 'running']);
  await caller.evaluate(() => end.ringer.stop());
  await expect.poll(states).toEqual(['closed', 'closed']);
  await caller.evaluate(() => end.ringer.stop());
});

/** An extension with nothing but the right to capture tabs. An unpacked extension's id is the hash of its folder. */
const captureExtension = async (): Promise<{ folder: string; id: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-capture-'));
  const manifest = {
    manifest_version: 3,
    name: 'capture',
    version: '1',
    permissions: ['tabCapture', 'tabs'],
    background: { service_worker: 'worker.js' },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'worker.js'), '');
  writeFileSync(join(folder, 'page.js'), await bundle());
  writeFileSync(join(folder, 'page.html'), '<!doctype html><body><script type="module" src="page.js"></script>');
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return { folder, id: hash.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))) };
};

for (const sounding of [true, false]) {
  test(`a tab ${sounding ? 'with' : 'without'} sound is captured, played along, and let go`, async ({ site }) => {
    const { folder, id } = await captureExtension();
    const profile = mkdtempSync(join(tmpdir(), 'tincan-profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      args: [
        // With a fake picker no tab is found.
        ...CHROMIUM_FLAGS.filter((flag) => flag !== '--use-fake-ui-for-media-stream'),
        `--disable-extensions-except=${folder}`,
        `--load-extension=${folder}`,
        `--allowlisted-extension-id=${id}`,
      ],
    });
    try {
      const target = await context.newPage();
      await target.goto(site);
      if (sounding) {
        await target.evaluate(() => {
          const audio = new AudioContext();
          const oscillator = new OscillatorNode(audio, { frequency: 1000 });
          oscillator.connect(audio.destination);
          oscillator.start();
        });
      }
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      const call = await context.newPage();
      await call.goto(`chrome-extension://${id}/page.html`);
      expect(await call.evaluate(() => end.media.canShare().tab)).toBe(true);
      const tabCapture = await worker.evaluate(async (url) => {
        const [tab] = await chrome.tabs.query({ url });
        return chrome.tabCapture.getMediaStreamId({ targetTabId: tab?.id ?? 0 });
      }, `${site}*`);

      const states = () => call.evaluate(() => end.audioContexts.map(({ state }) => state));
      const tracks = await call.evaluate(async (id) => {
        const tab = await end.media.tab(id);
        if (!tab.ok) return tab.reason;
        Object.assign(globalThis, { captured: tab.value });
        return tab.value.getTracks().map(({ kind, contentHint }) => [kind, contentHint]);
      }, tabCapture);
      expect(tracks).toEqual([
        ['audio', 'music'],
        ['video', ''],
      ]);
      await expect.poll(states).toEqual(['running']);
      await call.evaluate(() => {
        for (const track of (globalThis as unknown as { captured: MediaStream }).captured.getTracks()) track.stop();
      });
      await expect.poll(states).toEqual(['closed']);
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
