import { expect, type Page, test } from '@playwright/test';
import { findings } from './fixtures/axe.ts';
import { addressOf, POPUP_SIZE } from './fixtures/extension.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import {
  acceptContact,
  callStatus,
  connectToRelay,
  digitsOn,
  message,
  openConversation,
  requestContact,
  say,
  signIn,
  signUp,
} from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { befriend, newcomer, type Someone } from './fixtures/talk.ts';

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold();
});

test.afterEach(async () => {
  await house?.close();
});

const newcomers = (): Promise<readonly [Someone, Someone]> => {
  return Promise.all([
    newcomer(house, 'ann', SENSES.ann, { width: 1440, height: 900 }),
    newcomer(house, 'bo', SENSES.bo),
  ]);
};

/** What is open over a page, which keeps the rest of it away. */
const DIALOG = '[role="dialog"], [role="alertdialog"], dialog[open]';

/** What is open over the page, looked at and closed again. */
const findingsOver = async (page: Page, screen: string): Promise<readonly string[]> => {
  const dialog = page.locator(DIALOG);
  await expect(dialog).toBeVisible();
  const found = await findings(page, screen, DIALOG);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return found;
};

/** Everything that opens over a conversation with bo in which bo has written `theirs`, and `own` was the answer. */
const findingsInConversation = async (page: Page, theirs: string, own: string): Promise<readonly string[]> => {
  const found: string[] = [];
  const over = async (screen: string): Promise<void> => void found.push(...(await findingsOver(page, screen)));

  for (const item of ['Verify bo', 'Disappearing messages', 'Export messages']) {
    await page.getByRole('button', { name: 'More', exact: true }).first().click();
    await page.getByRole('menuitem', { name: item }).click();
    await over(item);
  }
  for (const [said, item] of [
    [theirs, 'Another reaction…'],
    [own, 'Delete for everyone'],
  ] as const) {
    await message(page, said).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
    await over(item);
  }

  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 100 } });
  const file = { name: 'holiday.png', mimeType: 'image/png', buffer: picture };
  await page.locator('input[type=file]').setInputFiles([file, { ...file, name: 'notes.pdf' }]);
  await expect(page.getByRole('list', { name: 'Files to send' })).toContainText('notes.pdf');
  found.push(...(await findings(page, 'files to send', 'form, [aria-label="Files to send"]')));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Show holiday.png' }).click();
  await over('picture');
  return found;
};

test('axe finds nothing serious on the screens of the web app', async () => {
  const { page: stranger } = await house.pwa();
  const found = [...(await findings(stranger, 'sign in'))];
  await stranger.getByRole('button', { name: 'Create account' }).click();
  await stranger.getByRole('button', { name: 'Create account' }).click();
  found.push(...(await findings(stranger, 'create account, refused')));

  const [ann, bo] = await newcomers();
  found.push(...(await findings(bo.page, 'nobody yet')));
  await bo.page.getByRole('button', { name: 'Add contact' }).first().click();
  await expect(bo.page.getByRole('dialog')).toBeVisible();
  found.push(...(await findings(bo.page, 'add contact')));
  await bo.page.keyboard.press('Escape');

  await requestContact(ann.page, 'bo');
  await expect(bo.page.getByRole('button', { name: 'Accept' })).toBeVisible();
  found.push(...(await findings(bo.page, 'a request')), ...(await findings(ann.page, 'a request that waits')));
  await acceptContact(bo.page, 'ann');
  found.push(...(await findings(bo.page, 'people')));

  await openConversation(ann.page, 'bo');
  await say(ann.page, 'Look: https://example.com/');
  await openConversation(bo.page, 'ann');
  await say(bo.page, 'Nice.');
  await expect(ann.page.getByRole('log').getByText('Nice.')).toBeVisible();
  found.push(...(await findings(ann.page, 'conversation, wide')), ...(await findings(bo.page, 'conversation')));
  found.push(...(await findingsInConversation(ann.page, 'Nice.', 'Look: https://example.com/')));

  await ann.page.getByRole('button', { name: 'Settings' }).click();
  await expect(ann.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  found.push(...(await findings(ann.page, 'settings')));
  await ann.page.getByRole('button', { name: 'Try the microphone' }).click();
  await ann.page.getByRole('switch', { name: 'Silence gate' }).check();
  found.push(...(await findings(ann.page, 'sound')));
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Make a recovery key' }).click();
  await ann.page.getByRole('button', { name: 'Show the words' }).click();
  found.push(...(await findingsOver(ann.page, 'recovery key')));

  await stranger.reload();
  await signIn(stranger, 'bo');
  await stranger.getByRole('button', { name: 'Confirm this device' }).click();
  found.push(...(await findings(stranger, 'confirm this device', DIALOG)));
  await bo.page.getByRole('button', { name: /^Confirm .* on / }).click();
  await expect(digitsOn(stranger)).toHaveText(/^\d{3} \d{3}$/);
  for (const page of [stranger, bo.page]) found.push(...(await findings(page, 'digits', DIALOG)));
  expect(found).toEqual([]);
});

test('axe finds nothing serious on the screens of a call', async () => {
  const [ann, bo] = await newcomers();
  await befriend(ann, bo);
  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const answer = bo.page.getByRole('button', { name: 'Answer with video' });
  await expect(answer).toBeVisible();
  await expect(callStatus(ann.page)).toContainText('Ringing');
  const found = [...(await findings(bo.page, 'ring')), ...(await findings(ann.page, 'ringing'))];
  await answer.click();
  await expect(callStatus(ann.page)).toContainText('Connected');
  found.push(...(await findings(ann.page, 'call')), ...(await findings(bo.page, 'call, phone')));
  await ann.page.getByRole('button', { name: 'Hang up' }).click();
  await expect(callStatus(bo.page)).toContainText('Ended');
  found.push(...(await findings(bo.page, 'ended')));
  expect(found).toEqual([]);
});

test('axe finds nothing serious on the pages of the extension', async () => {
  const bo = await house.extension(SENSES.bo);
  const welcome = await bo.open('welcome');
  const found = [...(await findings(welcome, 'welcome, relay'))];
  await connectToRelay(welcome, house.relay.url);
  found.push(...(await findings(welcome, 'welcome, sign in')));
  await signUp(welcome, 'bo');
  found.push(...(await findings(welcome, 'welcome, permissions')));
  const popup = await bo.context.newPage();
  await popup.setViewportSize(POPUP_SIZE);
  await popup.goto(addressOf('popup'));
  await expect(popup.getByRole('button', { name: 'Add contact' }).first()).toBeVisible();
  found.push(...(await findings(popup, 'popup')));

  await welcome.getByRole('button', { name: 'Allow microphone and camera' }).click();
  await expect(welcome.getByText('You are ready')).toBeVisible();
  await welcome.close();
  const ann = await newcomer(house, 'ann', SENSES.ann);
  await befriend(ann, { page: popup, login: 'bo' });
  await openConversation(popup, 'ann');
  await say(popup, 'Hello.');
  found.push(...(await findings(popup, 'popup, conversation')));
  await popup.close();
  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const window = await bo.callWindow();
  const answer = window.getByRole('button', { name: 'Answer with video' });
  await expect(answer).toBeVisible();
  found.push(...(await findings(window, 'call window, ring')));
  await answer.click();
  await expect(callStatus(window)).toContainText('Connected');
  found.push(...(await findings(window, 'call window')));
  expect(found).toEqual([]);
});
