import { expect, type Page, test } from '@playwright/test';
import { chromiumPath, PHONE } from './fixtures/browser.ts';
import { become, serveGallery } from './fixtures/gallery.ts';

// What is said of a room over its pictures, or before one is let in, over a client without a relay.

const executablePath = chromiumPath();
test.use({ launchOptions: executablePath ? { executablePath } : {}, viewport: PHONE });

const PLACE = '#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAAAQ';
const ABOUT = { code: 'aB3dE6gH9k', link: `https://tincan.example/${PLACE}`, name: 'The walk on Sunday' };

let served: Awaited<ReturnType<typeof serveGallery>>;

test.beforeAll(async () => {
  served = await serveGallery();
});

test.afterAll(() => served?.close());

const status = (page: Page) => page.getByRole('status').filter({ visible: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('whoever one has blocked is pointed out: on coming in, on their picture, among the people and when they knock', async ({
  page,
}) => {
  await served.open(page, 'room-blocked', PLACE);
  const told = page.getByRole('alert').filter({ hasText: 'blocked by you: dee.' });
  await expect(told).toBeVisible();
  const tile = (name: string) =>
    page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: name });
  await expect(tile('dee')).toContainText('blocked by you');
  await expect(tile('bo')).not.toContainText('by you');
  await press(page, 'Dismiss');
  await expect(told).toHaveCount(0);
  await press(page, 'People');
  await expect(page.getByText('dee · blocked by you')).toBeVisible();
  await expect(page.getByText('bo · ')).toHaveCount(0);
  await served.open(page, 'room-blocked-knock', PLACE);
  await expect(page.getByRole('alert').filter({ hasText: 'dee wants to come in · blocked by you' })).toBeVisible();
});

test('[RM5] who knocks sees when the relay cannot be reached, and when it is back', async ({ page }) => {
  await served.open(page, 'room-knocking-cut-off', PLACE);
  await expect(status(page)).toHaveText('The relay cannot be reached');
  await expect(page.getByText('You knock again by yourself')).toBeVisible();
  await become(page, { ...ABOUT, phase: 'knocking' });
  await expect(status(page)).toHaveText('Waiting to be let in');
  await expect(page.getByText('Whoever is the host sees')).toBeVisible();
});
