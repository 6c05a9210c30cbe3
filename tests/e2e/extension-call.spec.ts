import { expect, type Page, test } from '@playwright/test';
import { EXTENSION_ID, type ExtensionBrowser } from './fixtures/extension.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callButton, callStatus, openConversation, say } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { acquaintancesByExtension } from './fixtures/talk.ts';

// ann has the PWA. bo has the extension, and no window of it open where a test does not say so.

test.describe.configure({ mode: 'serial' });

let house: Household;
let ann: Page;
let bo: ExtensionBrowser;

test.beforeAll(async () => {
  house = await startHousehold();
  const anns = { senses: SENSES.ann, viewport: { width: 1440, height: 900 } };
  const pair = await acquaintancesByExtension(house, anns, { senses: SENSES.bo });
  await pair.popup.close();
  ann = pair.ann.page;
  bo = pair.bo;
  await openConversation(ann, 'bo');
});

test.afterAll(async () => {
  await house?.close();
});

const ring = async (): Promise<Page> => {
  const window = bo.context.waitForEvent('page');
  await ann.getByRole('button', { name: 'Call bo', exact: true }).last().click();
  return window;
};

const ringing = async (): Promise<string> => {
  await expect.poll(async () => (await bo.notifications()).filter((id) => !id.startsWith('direct:'))).toHaveLength(1);
  return (await bo.notifications()).find((id) => !id.startsWith('direct:')) ?? '';
};

const closeEnded = async (): Promise<void> => {
  await expect(callStatus(ann).first()).toContainText('Ended');
  await ann.getByRole('button', { name: 'Close' }).first().click();
};

const callWindows = (): Page[] => bo.context.pages().filter((page) => page.url().includes(`${EXTENSION_ID}/call.html`));

test('a message to someone with every window closed is on the icon and in a notification, until it is read', async () => {
  await say(ann, 'Is the string taut?');
  await expect.poll(bo.badge).toBe('1');
  await expect.poll(async () => (await bo.notifications())[0]).toMatch(/^direct:/);
  const popup = await bo.open('popup');
  await openConversation(popup, 'ann');
  await expect.poll(bo.badge).toBe('');
  await expect.poll(bo.notifications).toEqual([]);
  await popup.close();
});

test('a call opens the call window; Decline on the notification ends it', async () => {
  const window = await ring();
  await expect(window.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  await bo.pressNotification(await ringing(), 'decline');
  await expect(callStatus(ann).first()).toContainText('declined');
  await closeEnded();
  await expect.poll(callWindows).toEqual([]);
});

test('a page of the extension that shows no calls, such as the first, leaves the ring to those that do', async () => {
  const welcome = await bo.open('welcome');
  await expect(welcome.getByRole('button', { name: 'Allow microphone and camera' })).toBeVisible();
  await welcome.bringToFront();
  const window = await ring();
  await bo.pressNotification(await ringing(), 'answer');
  await expect(callStatus(window)).toContainText('Connected');
  await ann.getByRole('button', { name: 'Hang up' }).first().click();
  await closeEnded();
  await expect.poll(callWindows).toEqual([]);
  await welcome.close();
});

test('a call that the caller gives up takes its notification with it and is counted as missed', async () => {
  const window = await ring();
  await expect(window.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  const call = await ringing();
  await ann.getByRole('button', { name: 'Hang up' }).first().click();
  await expect(callStatus(window)).toContainText('Ended');
  await expect.poll(bo.notifications).not.toContain(call);
  await expect.poll(bo.badge).toBe('1');
  await closeEnded();
  await expect.poll(callWindows).toEqual([]);
});

test('Answer on the notification connects, in the window that is there', async () => {
  const window = await ring();
  const call = await ringing();
  await bo.pressNotification(call, 'answer');
  await expect(callStatus(window)).toContainText('Connected');
  await expect(callStatus(ann).first()).toContainText('Connected');
  expect(await bo.notifications()).not.toContain(call);
  expect(callWindows()).toHaveLength(1);
});

test('the popup shows the call and brings its window to the front instead of opening a second one', async () => {
  const popup = await bo.open('popup');
  await popup.getByRole('button', { name: 'Show call' }).click();
  await expect.poll(() => popup.isClosed()).toBe(true);
  expect(callWindows()).toHaveLength(1);
});

test('the call goes on when the worker is killed', async () => {
  await bo.killWorker();
  const window = await bo.callWindow();
  const seconds = (text: string | null): number => Number(text?.split(':').at(-1));
  const before = seconds(await window.getByRole('time').first().textContent());
  await expect.poll(async () => seconds(await window.getByRole('time').first().textContent())).not.toBe(before);
  await expect(callStatus(window)).toContainText('Connected');
  await expect(callStatus(ann).first()).toContainText('Connected');
});

test('closing the window asks, then hangs up', async () => {
  const window = await bo.callWindow();
  const asked: string[] = [];
  window.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
  });
  // Chromium asks only in a page that someone has used.
  await window.getByText('Connected').first().click();
  await window.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(callStatus(ann).first()).toContainText('Connected');
  // A window that is still putting its question away does not hear that it is closed once more.
  await expect
    .poll(() => {
      // One that is gone meanwhile has heard enough.
      if (asked.length < 2) window.close({ runBeforeUnload: true }).catch(() => {});
      return asked;
    })
    .toEqual(['beforeunload', 'beforeunload']);
  await expect(callStatus(ann).first()).toContainText('bo hung up');
  await closeEnded();
});

test('a worker that was killed is brought back by the alarm and hears what it has missed', async () => {
  await say(ann, 'While nobody was there.');
  await expect.poll(bo.badge, { timeout: 45_000 }).toBe('2');
  await expect.poll(async () => (await bo.notifications())[0]).toMatch(/^direct:/);
});

test('[R24] from the settings of the popup everything is tried on a page of its own, which may capture', async () => {
  const popup = await bo.open('popup');
  await popup.getByRole('button', { name: 'Settings' }).click();
  const opening = bo.context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Check sound, picture and network' }).click();
  const page = await opening;
  const screen = page.getByRole('dialog', { name: 'Check sound, picture and network' });
  await expect.poll(async () => Number(await screen.getByRole('meter').getAttribute('value'))).toBeGreaterThan(-50);
  await expect(screen).toContainText('only with people in the same network');
  await screen.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'You are ready' })).toBeVisible();
  await expect.poll(() => popup.isClosed()).toBe(true);
  await page.close();
});

test('[R39] from the call window whoever was not reached is left a note, and written to in the popup', async () => {
  const popup = await bo.open('popup');
  await callButton(popup, 'ann').click();
  await ann.getByRole('button', { name: 'Decline' }).click();
  const window = await bo.callWindow();
  await expect(callStatus(window)).toContainText('declined');
  await window.getByRole('button', { name: 'Leave a voice note' }).click();
  await expect(window.getByRole('group', { name: 'Recording' })).toContainText('0:01');
  await window.getByRole('button', { name: 'Send voice message' }).click();
  await expect(window.getByText('The note is on its way.')).toBeVisible();
  await expect(ann.getByRole('log').getByRole('button', { name: 'Play voice message' })).toBeVisible();

  await window.getByRole('button', { name: 'Write to ann' }).click();
  const shown = (): Promise<(string | undefined)[]> =>
    bo.backstage.evaluate(async () => {
      const pages = await chrome.runtime.getContexts({ contextTypes: ['POPUP' as never, 'TAB' as never] });
      return pages.map(({ documentUrl }) => documentUrl);
    });
  await expect.poll(shown).toContainEqual(expect.stringMatching(/popup\.html#\/with\//));
  await window.getByRole('button', { name: 'Close' }).click();
  await expect.poll(callWindows).toEqual([]);
});

test('signing out leaves nothing on the icon and no notification', async () => {
  const popup = await bo.open('popup');
  await popup.getByRole('button', { name: 'Settings' }).click();
  await popup.getByRole('button', { name: 'Sign out' }).first().click();
  await popup.getByRole('dialog').or(popup.getByRole('alertdialog')).getByRole('button', { name: 'Sign out' }).click();
  await expect(popup.getByRole('button', { name: 'Set up Tincan' })).toBeVisible();
  await expect.poll(bo.badge).toBe('');
  await expect.poll(bo.notifications).toEqual([]);
});

test('nothing was complained about in any console', () => {
  expect(house.complaints.list()).toEqual([]);
});
