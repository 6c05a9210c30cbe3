import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { requestContact, signUp } from './fixtures/person.ts';
import { newcomer } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold({}, { installed: true });
});

test.afterEach(async () => {
  await house?.close();
});

test('the web app can be installed: Chromium finds nothing to complain about', async () => {
  const { page } = await house.pwa();
  const session = await page.context().newCDPSession(page);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const complaints = async () =>
    (await session.send('Page.getInstallabilityErrors')).installabilityErrors.map(({ errorId }) => errorId);
  // These windows have no profile to install into: the one complaint that is not about the app.
  await expect.poll(complaints).toEqual(['in-incognito']);
  expect(house.complaints.list()).toEqual([]);
});

test('the shell opens without a network, and the people are still there', async () => {
  const { page, context } = await house.pwa();
  await signUp(page, 'ann');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Add contact' }).first()).toBeVisible();
  await page.goto(`${house.relay.url}/#/settings`);
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('a page that is left while its socket opens complains of nothing', async () => {
  const { page } = await house.pwa();
  await signUp(page, 'ann');
  // The relay gives the ticket, and is too slow for the socket.
  await page.route('**/api/ws-ticket', async (route) => {
    const response = await route.fetch();
    process.kill(house.relay.pid(), 'SIGSTOP');
    await route.fulfill({ response });
  });
  const opening = page.waitForEvent('websocket');
  await page.reload();
  await opening;
  await page.close();
  process.kill(house.relay.pid(), 'SIGCONT');
  expect(house.complaints.list()).toEqual([]);
});

test('language and theme are chosen in the settings and kept', async () => {
  const { page } = await house.pwa();
  await signUp(page, 'ann');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Light', { exact: true }).check();
  await page.getByLabel('Русский').check();
  await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  expect(house.complaints.list()).toEqual([]);
});

/** Flips whether this person is found, and waits until the relay knows. */
const flipFindable = async (page: Page): Promise<void> => {
  const told = page.waitForResponse((answer) => answer.url().endsWith('/api/account') && answer.status() === 204);
  await page.getByRole('switch', { name: 'People can find me' }).click();
  await told;
};

test('[RO8] who does not want to be found is not found, until they are there to be found again', async () => {
  const [ann, bo] = await Promise.all([newcomer(house, 'ann'), newcomer(house, 'bo')]);
  const findable = ann.page.getByRole('switch', { name: 'People can find me' });
  const openSettings = () => ann.page.getByRole('button', { name: 'Settings' }).click();
  await openSettings();
  await expect(findable).toBeChecked();
  await flipFindable(ann.page);
  await expect(findable).not.toBeChecked();

  const dialog = bo.page.getByRole('dialog');
  await bo.page.getByRole('button', { name: 'Add contact' }).first().click();
  for (const query of ['ann', ann.uid]) {
    await dialog.getByLabel('Search').fill(query);
    await dialog.getByLabel('Search').press('Enter');
    await expect(dialog).toContainText('There is nobody with this login or UID.');
  }
  await bo.page.keyboard.press('Escape');

  await ann.page.getByRole('button', { name: 'Back' }).click();
  await ann.page.reload();
  await openSettings();
  await expect(findable).toBeEnabled();
  await expect(findable).not.toBeChecked();
  await flipFindable(ann.page);
  await expect(findable).toBeChecked();
  await requestContact(bo.page, 'ann');
  expect(house.complaints.list()).toEqual([]);
});

test('what the relay keeps of one’s account is shown as it has it, also where a change does not reach it', async () => {
  house.complaints.expect(/Failed to load resource/, /WebSocket connection .* failed/, /ERR_CONNECTION_REFUSED/);
  const { page } = await newcomer(house, 'ann');
  const findable = page.getByRole('switch', { name: 'People can find me' });
  const privacy = page.getByRole('region', { name: 'Privacy' });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.route('**/api/account', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await findable.click();
  await expect(privacy.getByRole('alert')).toContainText('The relay cannot be reached.');
  await expect(findable).toBeChecked();
  await page.unroute('**/api/account');
  await flipFindable(page);
  await expect(findable).not.toBeChecked();
  await expect(privacy.getByRole('alert')).toHaveCount(0);

  await house.relay.kill();
  await expect(findable).toBeDisabled();
  await expect(privacy).toContainText('The relay keeps this.');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(findable).toBeDisabled();
  await house.relay.start();
  await expect(findable).toBeEnabled({ timeout: 30_000 });
  await expect(findable).not.toBeChecked();
  await expect(page.getByRole('region', { name: 'Second factor' })).toContainText('It is off.');
  expect(house.complaints.list()).toEqual([]);
});

test('bad input gets words and loses nothing that was typed', async () => {
  const { page } = await house.pwa();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Type your login.')).toBeVisible();
  await page.getByLabel('Login').fill('nobody');
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('No such login, or a wrong password.');
  await expect(page.getByLabel('Login')).toHaveValue('nobody');

  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('A password has at least 12 characters.')).toBeVisible();
  await expect(page.getByLabel('Login')).toHaveValue('nobody');
});

test('the description of the API is a page in both themes, on a phone, and where the app is kept on the device', async () => {
  const { page } = await house.pwa();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${house.relay.url}/docs`);
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.getByText('/api/blobs/{id}/parts/{part}').first().click();
  await expect(page.getByText('At most 1048576 bytes.')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.goto(`${house.relay.url}/openapi.json`);
  await expect(page.getByText('"openapi":"3.1')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});
