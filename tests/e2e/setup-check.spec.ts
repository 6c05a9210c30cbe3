import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import type { PushMessage } from '#shared/protocol/push.ts';
import { type MadeCertificate, makeCertificate } from '#tests/relay/certificates.ts';
import { type PushServiceStand, startPushService } from '#tests/relay/push/push-service.ts';
import { noTurnServer, type RunningTurnServer, startTurnServer } from '#tests/relay/start-turn-server.ts';
import { findings } from './fixtures/axe.ts';
import { launchBrowser, openPwa, STILL } from './fixtures/browser.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { PASSWORD, signIn, signUp } from './fixtures/person.ts';
import { type PushedBrowser, pushedBrowser } from './fixtures/pushes.ts';

const SECRET = 'the secret that relay and TURN server share';
/** Of this machine, like the TURN server's own, and yet told apart from what the browsers have. */
const RELAYED = '127.0.0.2';

test.skip(noTurnServer !== undefined, noTurnServer);

let certificate: MadeCertificate;
let service: PushServiceStand;
let browser: Browser;
let turn: RunningTurnServer;
let house: Household;

test.beforeAll(async () => {
  certificate = await makeCertificate();
  browser = await launchBrowser({ trusted: certificate.pem.cert });
});
test.afterAll(async () => {
  await browser?.close();
  certificate?.remove();
});
test.afterEach(async () => {
  await house?.close();
  await turn?.stop();
  service?.close();
});

/** A relay that ann administers, with a TURN server that passes on what goes to these addresses. */
const begin = async (allowed: readonly string[]): Promise<void> => {
  service = await startPushService();
  turn = await startTurnServer({ secrets: [SECRET], relayAddresses: [RELAYED], allowed, certificate });
  const url = `turn:127.0.0.1:${turn.port}`;
  house = await startHousehold({
    ...service.inPlaceOfAll,
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    ADMIN_LOGIN: 'ann',
    ADMIN_PASSWORD: PASSWORD,
    TURN_URLS: `${url},${url}?transport=tcp,turns:localhost:${turn.tlsPort}`,
    TURN_SECRET: SECRET,
  });
};

const comes = async (): Promise<{ readonly page: Page; readonly pushed: PushedBrowser }> => {
  const { page, context } = await openPwa(browser, undefined, STILL);
  house.complaints.watch(context);
  const pushed = await pushedBrowser(context, page, service);
  await page.goto(house.relay.url);
  await signIn(page, 'ann');
  await page.evaluate(() => navigator.serviceWorker.ready);
  return { page, pushed };
};

const openCheck = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Administration' }).click();
  await page.getByRole('button', { name: 'Setup check' }).click();
  return page.getByRole('dialog', { name: 'Setup check' });
};

const part = (dialog: Locator, name: 'The relay' | 'From this browser'): Locator =>
  dialog.getByRole('region', { name });
const check = (where: Locator, name: string): Locator => where.getByRole('listitem', { name, exact: true });

test('[SC3] with all that calls need everything is in order, also from the browser, and can be copied', async () => {
  await begin([RELAYED]);
  const { page, pushed } = await comes();
  const dialog = await openCheck(page);
  await pushed.deliver(await pushed.pushed<PushMessage>(0));
  await expect(dialog.getByText('Everything is in order.')).toBeVisible({ timeout: 30_000 });
  const here = part(dialog, 'From this browser');
  for (const name of ['TURN over UDP', 'TURN over TCP', 'TURN over TLS'])
    await expect(check(here, name)).toContainText('there and back in');
  await expect(check(here, 'WebSocket')).toContainText('opens in');
  await expect(check(here, 'Push, there and back')).toContainText('arrived after');
  await expect(here.getByRole('img', { name: 'In order' })).toHaveCount(8);
  await expect(check(part(dialog, 'The relay'), 'Database')).toContainText('wrote to the disk');
  await dialog.getByRole('button', { name: 'Copy as text' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^✓ Database: wrote/m);
  expect(copied).toMatch(/^✓ TURN over TLS: .*there and back/m);
  expect(copied).toMatch(/\nEverything is in order\.$/);
  expect(house.complaints.list()).toEqual([]);
});

test('[SC2] [SC3] a TURN server that is gone is named with its fix, by the relay and by the browser', async () => {
  await begin([RELAYED]);
  const { page } = await comes();
  await turn.stop();
  const dialog = await openCheck(page);
  const fromRelay = check(part(dialog, 'The relay'), 'TURN over UDP');
  await expect(fromRelay.getByRole('img', { name: 'Failed' })).toBeVisible();
  await expect(fromRelay).toContainText('Is coturn running');
  for (const name of ['TURN over UDP', 'TURN over TCP', 'TURN over TLS']) {
    const fromHere = check(part(dialog, 'From this browser'), name);
    await expect(fromHere.getByRole('img', { name: 'Failed' })).toBeVisible();
    await expect(fromHere).toContainText('Open its port in the firewall');
  }
});

test('[SC3] a TURN server that passes nothing on is told apart from one that is not there', async () => {
  await begin([]);
  const { page } = await comes();
  const dialog = await openCheck(page);
  await expect(check(part(dialog, 'The relay'), 'TURN over UDP').getByRole('img', { name: 'In order' })).toBeVisible();
  const fromHere = check(part(dialog, 'From this browser'), 'TURN over UDP');
  await expect(fromHere).toContainText('nothing arrives through it');
  await expect(fromHere).toContainText('Open the UDP ports from min-port to max-port');
  expect(await findings(page, 'setup check')).toEqual([]);
});

test('nobody but an administrator is offered it', async () => {
  house = await startHousehold();
  const { page } = await house.pwa();
  await signUp(page, 'bo');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Storage' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Administration' })).toBeHidden();
});
