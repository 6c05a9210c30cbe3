import { expect, type Locator, type Page, test } from '@playwright/test';
import { expectHeard, expectSeen } from './fixtures/expect-senses.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { mediaOf, watchMedia } from './fixtures/media-watch.ts';
import { callButton, openConversation, video } from './fixtures/person.ts';
import { SENSES, type Senses } from './fixtures/senses.ts';
import { acquaintances, acquaintancesByExtension, befriend, newcomer, type Someone } from './fixtures/talk.ts';

// Several people meet by a link: ann makes the room and sends the link, and whoever has it joins.

const CY: Senses = { colour: [60, 180, 90], tone: 1200 };

let house: Household;

test.beforeEach(async () => {
  house = await startHousehold({}, { installed: true });
});

test.afterEach(async () => {
  await house?.close();
});

const button = (page: Page | Locator, name: string): Locator => page.getByRole('button', { name, exact: true });

/** Makes a room, sends its link to these people, and goes inside. Resolves to the link. */
const openRoom = async (page: Page, to: readonly string[], waiting = false): Promise<string> => {
  await button(page, 'New room').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Friday');
  if (waiting) await dialog.getByRole('switch', { name: 'Let people in one by one' }).click();
  await button(dialog, 'Create room').click();
  const link = await dialog.getByLabel('Room link').inputValue();
  expect(link).toMatch(/\/#\/room\/[a-zA-Z0-9]{10}\.[\w-]{22}$/);
  if (to.length > 0) {
    await button(dialog, 'Send to…').click();
    for (const login of to) await dialog.getByRole('checkbox', { name: login }).check();
    await button(dialog, 'Send').click();
    await expect(dialog.getByText(`Sent to ${to.join(', ')}.`)).toBeVisible();
  }
  await button(dialog, 'Join').click();
  return link;
};

const screenOf = (page: Page): Locator => page.getByLabel('In the room Friday');

const expectInside = (page: Page, people: string): Promise<void> =>
  expect(screenOf(page).getByRole('status').first()).toHaveText(people);

/** By a message's card. */
const joinByCard = async (page: Page, from: string): Promise<void> => {
  await openConversation(page, from);
  const card = page.getByRole('log').getByRole('group', { name: 'Friday' });
  await expect(card).toContainText('1 of 6 inside');
  await button(card, 'Join').click();
};

const turnOnCamera = (page: Page): Promise<void> => button(page, 'Turn camera on').click();

/** How many have been made so far. */
const connectionsOf = (page: Page): Promise<number> => page.evaluate(() => globalThis.mediaWatch.connections.length);

/** Everyone sees and hears everyone else. */
const expectCompany = async (people: readonly (Pick<Someone, 'page' | 'uid'> & { readonly senses: Senses })[]) => {
  for (const one of people)
    for (const other of people) {
      if (other === one) continue;
      await expectSeen(one.page, video(other.uid, 'camera'), other.senses.colour);
      await expectHeard(one.page, video(other.uid, 'camera'), other.senses.tone);
    }
};

test('[A8] [RM14] a room’s link in a message is a card that joins it, and three people see and hear each other', async () => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  const cy = await newcomer(house, 'cy', CY);
  const link = await openRoom(ann.page, ['bo']);
  await expectInside(ann.page, '1 person inside');

  await joinByCard(bo.page, 'ann');
  await expectInside(bo.page, '2 people inside');
  // Whoever has the link: two clicks from the address.
  await cy.page.goto(link);
  await expect(cy.page.getByRole('heading', { name: 'Friday' })).toBeVisible();
  await expect(cy.page.getByText('2 of 6 inside')).toBeVisible();
  await button(cy.page, 'Join').click();
  for (const { page } of [ann, bo, cy]) {
    await expectInside(page, '3 people inside');
    await turnOnCamera(page);
  }
  await expectCompany([
    { ...ann, senses: SENSES.ann },
    { ...bo, senses: SENSES.bo },
    { ...cy, senses: CY },
  ]);

  await button(bo.page, 'Leave').click();
  for (const { page } of [ann, cy]) await expectInside(page, '2 people inside');
  await expect(ann.page.locator(video(bo.uid, 'camera'))).toHaveCount(0);
  await expect(bo.page.getByText('Ended: you left')).toBeVisible();
  await button(bo.page, 'Join again').click();
  await expectInside(bo.page, '3 people inside');

  // It ends for everyone, and the card says so.
  await button(ann.page, 'People').click();
  await button(ann.page, 'End room for everyone').click();
  await button(ann.page.getByRole('alertdialog'), 'End room for everyone').click();
  for (const { page } of [ann, bo, cy])
    await expect(page.getByText('Ended: the room is closed for everyone')).toBeVisible();
  await button(bo.page, 'Close').click();
  await expect(bo.page.getByRole('log').getByText('This room has ended.')).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});

test('[RM5] [RM7] who knocks gets no byte of sound or picture until they are let in, and who is removed stays out', async () => {
  const ann = await newcomer(house, 'ann', SENSES.ann);
  const cy = await newcomer(house, 'cy', CY);
  await watchMedia(cy.context);
  await cy.page.reload();
  const link = await openRoom(ann.page, [], true);
  await expectInside(ann.page, '1 person inside');
  await turnOnCamera(ann.page);

  await cy.page.goto(link);
  await expect(cy.page.getByText('The host lets you in.')).toBeVisible();
  await button(cy.page, 'Join').click();
  await expect(cy.page.getByText('Waiting to be let in')).toBeVisible();
  await expect(ann.page.getByText('cy wants to come in')).toBeVisible();
  expect(await mediaOf(cy.page)).toEqual({ connected: 0, received: 0, captures: 0 });

  await button(ann.page, 'Admit').click();
  await expectInside(cy.page, '2 people inside');
  await expectSeen(cy.page, video(ann.uid, 'camera'), SENSES.ann.colour);

  await button(ann.page, 'People').click();
  await button(ann.page, 'Remove cy').click();
  await button(ann.page.getByRole('alertdialog'), 'Remove').click();
  await expect(cy.page.getByText('Ended: the host has removed you')).toBeVisible();
  await expect.poll(async () => (await mediaOf(cy.page)).connected).toBe(0);
  await expectInside(ann.page, '1 person inside');
  await button(cy.page, 'Close').click();
  await cy.page.goto(link);
  await expect(cy.page.getByText('You have been removed from this room.')).toBeVisible();
});

test('[M6] people inside write to each other, past the relay', async () => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  await openRoom(ann.page, ['bo']);
  await joinByCard(bo.page, 'ann');
  await expectInside(ann.page, '2 people inside');
  await turnOnCamera(ann.page);
  await expectSeen(bo.page, video(ann.uid, 'camera'), SENSES.ann.colour);
  // What is written with is loaded on demand: without a relay, from what the service worker keeps.
  for (const { page } of [ann, bo]) await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await house.relay.kill();
  await button(bo.page, 'Chat').click();
  await bo.page.getByLabel('Message', { exact: true }).fill('The slides: https://example.org/slides');
  await button(bo.page, 'Send').click();
  // Counted until it is seen.
  await expect(screenOf(ann.page).getByText('1', { exact: true })).toBeVisible();
  await button(ann.page, 'Chat').click();
  const log = screenOf(ann.page).getByRole('log');
  await expect(log.getByRole('article')).toHaveText(/^bo · .*The slides: https:\/\/example\.org\/slides$/);
  await expect(log.getByRole('link', { name: 'https://example.org/slides' })).toBeVisible();
  await ann.page.getByLabel('Message', { exact: true }).fill('<b>Thanks</b>');
  await ann.page.keyboard.press('Enter');
  await expect(screenOf(bo.page).getByRole('article').last()).toHaveText(/^ann · .*<b>Thanks<\/b>$/);
  await ann.page.keyboard.press('Escape');
  await expect(log).toBeHidden();
  await expect(button(ann.page, 'Chat')).toBeFocused();
});

test('[RM8] the relay can be restarted: nobody is interrupted, and others can join again', async () => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  await watchMedia(bo.context);
  await bo.page.reload();
  await openRoom(ann.page, ['bo']);
  await joinByCard(bo.page, 'ann');
  for (const { page } of [ann, bo]) {
    await expectInside(page, '2 people inside');
    await turnOnCamera(page);
  }
  await expectSeen(bo.page, video(ann.uid, 'camera'), SENSES.ann.colour);
  await house.relay.kill();
  for (const { page } of [ann, bo]) await expect(page.getByText('The relay cannot be reached.')).toBeVisible();
  // Said past the relay.
  await button(ann.page, 'Turn camera off').click();
  await expect(bo.page.locator(video(ann.uid, 'camera'))).toBeHidden();
  await turnOnCamera(ann.page);
  await expectSeen(bo.page, video(ann.uid, 'camera'), SENSES.ann.colour);
  const connections = await connectionsOf(bo.page);
  await house.relay.start();
  for (const { page } of [ann, bo]) {
    await expect(page.getByText('The relay cannot be reached.')).toBeHidden();
    await expectInside(page, '2 people inside');
  }
  await expectHeard(bo.page, video(ann.uid, 'camera'), SENSES.ann.tone);
  expect(await connectionsOf(bo.page)).toBe(connections);
});

test('[A8] the extension joins a room in its call window, from the card in the popup', async () => {
  const { ann, bo, popup } = await acquaintancesByExtension(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  await openRoom(ann.page, ['bo']);
  await expectInside(ann.page, '1 person inside');
  const opened = bo.context.waitForEvent('page');
  await joinByCard(popup, 'ann');
  const window = await opened;
  await expectInside(window, '2 people inside');
  for (const page of [ann.page, window]) await turnOnCamera(page);
  await expectCompany([
    { ...ann, senses: SENSES.ann },
    { page: window, uid: bo.uid, senses: SENSES.bo },
  ]);
  await window.close();
  await expectInside(ann.page, '1 person inside');
});

test('[RM13] in the extension’s call window a room is heard on while a call rings over it, and outlives the call and a reload', async () => {
  const { ann, bo, popup } = await acquaintancesByExtension(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  const cy = await newcomer(house, 'cy', CY);
  await befriend(cy, { page: popup, login: 'bo' });
  const link = await openRoom(ann.page, ['bo']);
  await turnOnCamera(ann.page);
  const opened = bo.context.waitForEvent('page');
  await joinByCard(popup, 'ann');
  const window = await opened;
  window.on('dialog', (dialog) => void dialog.accept());
  await expect(window.getByRole('status').first()).toHaveText('2 people inside');
  await expectHeard(window, video(ann.uid, 'camera'), SENSES.ann.tone);
  const sound = await window.locator(`audio[data-participant="${ann.uid}"]`).elementHandle();
  const expectUndisturbed = async (): Promise<void> => {
    await expectHeard(window, video(ann.uid, 'camera'), SENSES.ann.tone);
    expect(await sound?.evaluate((one) => one.isConnected && !(one as HTMLAudioElement).paused)).toBe(true);
  };

  await callButton(cy.page, 'bo').click();
  const ring = window.getByRole('dialog', { name: /cy/ });
  await expect(button(ring, 'Decline')).toBeVisible();
  await expect(button(ring, 'Answer')).toBeVisible();
  await expectUndisturbed();
  await button(cy.page, 'Hang up').click();
  await expect(ring).toBeHidden();
  await expectUndisturbed();
  await expect(window.getByText(/^Ended/)).toHaveCount(0);

  // Loaded anew, the window has the way back.
  await window.reload();
  await expect(window.getByRole('heading', { name: 'Friday' })).toBeVisible();
  expect(new URL(window.url()).hash).toBe(new URL(link).hash);
  await button(window, 'Join').click();
  await expect(window.getByRole('status').first()).toHaveText('2 people inside');
});

test('[RM13] a screen is shown to everyone inside, to whoever comes later too', async () => {
  const { ann, bo } = await acquaintances(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  const cy = await newcomer(house, 'cy', CY);
  await befriend(cy, ann);
  const link = await openRoom(ann.page, ['bo']);
  await joinByCard(bo.page, 'ann');
  await expectInside(ann.page, '2 people inside');
  // cy, who is outside, sees that ann is busy.
  await expect(cy.page.getByRole('listitem', { name: 'ann' })).toContainText(/in a call/i);
  await button(ann.page, 'Share screen').click();
  await expect(bo.page.locator(video(ann.uid, 'screen'))).toBeVisible();
  await cy.page.goto(link);
  await button(cy.page, 'Join').click();
  await expect(cy.page.locator(video(ann.uid, 'screen'))).toBeVisible();
  await button(ann.page, 'Stop sharing').click();
  for (const { page } of [bo, cy]) await expect(page.locator(video(ann.uid, 'screen'))).toHaveCount(0);
});
