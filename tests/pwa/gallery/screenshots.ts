// node scripts/screenshots.mjs: pictures of every state of a call, of a room and of the administration, from the interface itself over a client without a relay.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { KEYS } from '#shared/ui/call/shortcuts.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import { CHROMIUM_FLAGS, chromiumPath, PHONE } from '#tests/e2e/fixtures/browser.ts';
import { POPUP_SIZE } from '#tests/e2e/fixtures/extension.ts';
import { callStates } from './call-states.ts';
import { BO } from './people.ts';
import { cardStates, ROOM_PLACE, roomStates } from './room-states.ts';
import { setupCheckStates } from './setup-check-states.ts';

const { values } = parseArgs({
  options: { language: { type: 'string', default: 'en' }, states: { type: 'string', default: '' } },
});

const RESULTS = join(import.meta.dirname, '../../../test-results');
const PICTURES = join(RESULTS, 'screenshots');
const BUILT = { configFile: join(import.meta.dirname, 'vite.config.ts'), build: { outDir: join(RESULTS, 'gallery') } };

/** What the toolbar's popup has to show of a call, which is never its own. */
const IN_POPUP = ['incoming-video', 'incoming-voice', 'elsewhere', 'other-device', 'left'];
const ALL = Object.keys(callStates);
const CHECKS = Object.keys(setupCheckStates);
const ADMINISTRATION = 'administration';
const ROOMS = Object.keys(roomStates);
const CARDS = Object.keys(cardStates);
/** What only rang here is told by a bar; whoever was in the call stays on its screen when it ends. */
const isOwnEnding = (state: string): boolean => /^ended-(?!.*elsewhere)/.test(state);

const VIEWS = [
  { name: 'phone', host: 'page', size: PHONE, states: [...ALL, ADMINISTRATION, ...CHECKS, ...ROOMS, ...CARDS] },
  { name: 'popup', host: 'popup', size: POPUP_SIZE, states: [...IN_POPUP, ...CARDS] },
  { name: 'window', host: 'call-window', size: POPUP_SIZE, states: [...ALL, ...ROOMS] },
  {
    name: 'desktop',
    host: 'page',
    size: { width: 1440, height: 900 },
    states: [...ALL, ADMINISTRATION, ...CHECKS, ...ROOMS, ...CARDS],
  },
];
const THEMES = ['dark', 'light'] as const;

/** Runs in the page: the call is told, and every picture in it has come. */
const isThere = (): boolean =>
  document.querySelector('[role=status], [role=dialog], [role=log]') !== null &&
  [...document.querySelectorAll('video')].every(({ readyState }) => readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);

/** The setup check, over the administration, in whatever language. */
const openCheck = async (page: Page): Promise<void> => {
  await page.locator('section[aria-labelledby=setup] button').click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
};

/** Where a scene is seen. */
const placeOf = (scene: string): string => {
  if (scene === ADMINISTRATION || CHECKS.includes(scene)) return addressOf({ at: 'administration' });
  if (ROOMS.includes(scene)) return ROOM_PLACE;
  return CARDS.includes(scene) ? addressOf({ at: 'conversation', person: BO }) : '';
};

const photograph = async (
  browser: Browser,
  url: string,
  { name, host, size, states }: (typeof VIEWS)[number],
): Promise<void> => {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  for (const theme of THEMES) {
    for (const scene of states.filter((state) => state.startsWith(values.states))) {
      const after = isOwnEnding(scene) ? { after: 'voice' } : {};
      const asked = new URLSearchParams({ scene, host, theme, language: values.language, ...after });
      const isCheck = CHECKS.includes(scene);
      await page.goto(`${url}?${asked}${placeOf(scene)}`, { waitUntil: 'networkidle' });
      if (isCheck) await openCheck(page);
      await page.waitForFunction(isThere);
      if (isOwnEnding(scene)) await page.keyboard.press(KEYS.hangUp);
      await page.screenshot({
        path: join(PICTURES, `${name}-${theme}`, `${scene}.png`),
        animations: 'disabled',
      });
    }
  }
  await context.close();
};

rmSync(PICTURES, { recursive: true, force: true });
mkdirSync(PICTURES, { recursive: true });
await build({ ...BUILT, logLevel: 'error' });
const server = await preview({ ...BUILT, preview: { port: 0 } });
const [url = ''] = server.resolvedUrls?.local ?? [];
const executablePath = chromiumPath();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS] });
await Promise.all(VIEWS.map((view) => photograph(browser, url, view)));
await browser.close();
await server.close();
console.log(`Pictures in ${PICTURES}`);
