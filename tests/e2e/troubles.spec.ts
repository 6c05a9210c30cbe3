import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { createEmulatedNetwork } from './fixtures/emulated-network.ts';
import { heardIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callStatus, message, openConversation, row, say, signIn, startOver } from './fixtures/person.ts';
import { acquaintances, befriend, newcomer, type Someone } from './fixtures/talk.ts';

let house: Household;
let ann: Someone;
let bo: Someone;

type Refusal = 'NotFoundError' | 'NotAllowedError' | 'never';

/** From now on this page gets neither microphone nor camera; `never` is a question that nobody answers. */
const withoutDevices = (page: Page, refusal: Refusal): Promise<void> =>
  page.evaluate((name) => {
    navigator.mediaDevices.getUserMedia = () =>
      name === 'never' ? new Promise(() => {}) : Promise.reject(new DOMException('', name));
  }, refusal);

const ring = ({ page }: Someone, callee: string): Promise<void> =>
  page
    .getByRole('button', { name: `Call ${callee}`, exact: true })
    .first()
    .click();

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

const talk = async (): Promise<void> => {
  await ring(ann, 'bo');
  await press(bo.page, 'Answer');
  await expect(callStatus(ann.page)).toContainText('Connected');
  await expect(callStatus(bo.page)).toContainText('Connected');
};

const storedDrafts = (page: Page): Promise<unknown[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open('tincan');
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const drafts = open.result.transaction('drafts').objectStore('drafts').getAll();
          drafts.onsuccess = () => resolve(drafts.result);
          open.result.close();
        };
      }),
  );

const meet = async (): Promise<void> => {
  house = await startHousehold();
  ({ ann, bo } = await acquaintances(house));
};
const part = (): Promise<void> => house?.close();

test.describe('what leaves two people as they were', () => {
  test.beforeAll(meet);
  test.afterAll(part);

  /** Whatever has been done to their pages is gone with them. */
  test.beforeEach(async () => {
    for (const { page } of [ann, bo]) {
      await page.goto('about:blank');
      await page.goto(house.relay.url);
    }
    await expect(row(ann.page, 'bo')).toContainText('Online');
  });

  test('[R3] [R15] declining, cancelling and calling someone who is busy end in words, and only what was missed is missed', async () => {
    await ring(ann, 'bo');
    await press(bo.page, 'Decline');
    await expect(callStatus(ann.page)).toContainText('Ended: bo declined');
    await press(ann.page, 'Close');
    await expect(row(bo.page, 'ann')).toContainText('Declined call');

    await ring(ann, 'bo');
    await expect(bo.page.getByRole('dialog')).toBeVisible();
    await press(ann.page, 'Hang up');
    await expect(bo.page.getByRole('dialog')).toBeHidden();
    await expect(row(bo.page, 'ann')).toContainText('Missed call');
    await expect(row(bo.page, 'ann').getByLabel('1 unread message')).toBeVisible();
    await press(ann.page, 'Close');

    await talk();
    const cy = await newcomer(house, 'cy');
    await press(bo.page, 'Back to messages');
    await befriend(cy, bo);
    await ring(cy, 'bo');
    await expect(callStatus(cy.page)).toContainText('Ended: bo was in another call');
    await expect(callStatus(ann.page)).toContainText('Connected');
    await press(ann.page, 'Hang up');
    expect(house.complaints.list()).toEqual([]);
  });

  test('[R8] [R9] a caller hears a soft tone until a device rings, and ringback from then on; who opens the app sees it ring', async () => {
    const played = await ann.page.evaluateHandle(() => {
      const hertz = new Set<number>();
      globalThis.OscillatorNode = class extends OscillatorNode {
        constructor(context: BaseAudioContext, options?: OscillatorOptions) {
          super(context, options);
          hertz.add(options?.frequency ?? 0);
        }
      };
      return hertz;
    });
    const heard = () => played.evaluate((hertz) => [...hertz].sort());
    await bo.page.goto('about:blank');
    await ring(ann, 'bo');
    await expect(callStatus(ann.page)).toContainText('Calling');
    await expect.poll(heard).toEqual([330, 440]);
    await bo.page.goto(house.relay.url);
    await expect(bo.page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
    await expect(callStatus(ann.page)).toContainText('Ringing');
    await expect.poll(heard).toEqual([330, 425, 440]);
    await press(ann.page, 'Hang up');
    await expect(bo.page.getByRole('dialog')).toBeHidden();
    expect(house.complaints.list()).toEqual([]);
  });

  test('[R17] two who call each other at the same moment are in one call, and neither has to answer', async () => {
    const at = Date.now() + 500;
    const pressAt = ({ page }: Someone, callee: string): Promise<void> =>
      page
        .getByRole('button', { name: `Call ${callee}`, exact: true })
        .first()
        .evaluate((button: HTMLElement, at) => void setTimeout(() => button.click(), at - Date.now()), at);
    await Promise.all([pressAt(ann, 'bo'), pressAt(bo, 'ann')]);
    for (const { page } of [ann, bo]) {
      await expect(callStatus(page)).toContainText('Connected');
      await expect
        .poll(async () => (await heardIn(page, 'video[data-kind="camera"]'))?.level ?? 0)
        .toBeGreaterThan(0.02);
    }
    await press(ann.page, 'Hang up');
    await expect(callStatus(bo.page)).toContainText('Ended: ann hung up');
    for (const { page } of [ann, bo]) await press(page, 'Close');
    await expect(row(ann.page, 'bo')).not.toContainText('Missed');
    await expect(row(bo.page, 'ann')).not.toContainText('Missed');
    expect(house.complaints.list()).toEqual([]);
  });

  test('[R39] whoever was not reached is left a voice note, and hears it in the conversation', async () => {
    await ring(ann, 'bo');
    await press(bo.page, 'Decline');
    await press(ann.page, 'Leave a voice note');
    const recording = ann.page.getByRole('group', { name: 'Recording' });
    await expect(recording).toContainText('0:01');
    await press(ann.page, 'Discard recording');
    await press(ann.page, 'Leave a voice note');
    await expect(recording).toContainText('0:01');
    await press(ann.page, 'Send voice message');
    await expect(ann.page.getByText('The note is on its way.')).toBeVisible();
    await expect(row(bo.page, 'ann')).toContainText('Voice message');
    await openConversation(bo.page, 'ann');
    await expect(bo.page.getByRole('log').getByRole('button', { name: 'Play voice message' })).toHaveCount(1);
    await press(ann.page, 'Close');
    expect(house.complaints.list()).toEqual([]);
  });

  test('whoever is deafened neither hears nor is heard', async () => {
    await talk();
    await press(ann.page, 'Deafen');
    await expect(bo.page.getByText('ann is muted')).toBeVisible();
    await expect(ann.page.locator('audio').first()).toHaveJSProperty('muted', true);
    await press(ann.page, 'Undeafen');
    await expect(bo.page.getByText('ann is muted')).toBeHidden();
    await press(ann.page, 'Hang up');
    expect(house.complaints.list()).toEqual([]);
  });

  test('a language that cannot be loaded without a network is not chosen, and is when there is one again', async () => {
    await ann.page.goto(`${house.relay.url}/#/settings`);
    const [english, russian] = [ann.page.getByLabel('English'), ann.page.getByLabel('Русский')];
    await expect(english).toBeChecked();
    house.complaints.expect(
      /Failed to load resource: net::ERR_INTERNET_DISCONNECTED/,
      /WebSocket connection .* failed/,
    );
    await ann.context.setOffline(true);
    await russian.click();
    // The settings themselves may say it, too.
    const said = ann.page.getByRole('alert').filter({ hasText: 'The relay cannot be reached.' });
    await expect(said.first()).toBeVisible();
    await expect(english).toBeChecked();
    await ann.context.setOffline(false);
    await russian.check();
    await expect(ann.page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
    await english.check();
    await expect(ann.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    expect(house.complaints.list()).toEqual([]);
  });

  test('focus returns to where it was when a dialog closes, and nobody’s login is said to be nobody’s', async () => {
    const add = bo.page.getByRole('button', { name: 'Add contact' }).first();
    await add.focus();
    await bo.page.keyboard.press('Enter');
    const search = bo.page.getByRole('dialog').getByLabel('Search');
    await search.fill('not a login');
    await search.press('Enter');
    await expect(bo.page.getByText('There is nobody with this login or UID.')).toBeVisible();
    await bo.page.keyboard.press('Escape');
    await expect(add).toBeFocused();
    expect(house.complaints.list()).toEqual([]);
  });

  for (const [refusal, words] of [
    ['NotFoundError', 'No microphone was found'],
    ['NotAllowedError', 'The browser does not allow the microphone'],
    ['never', 'The browser asks whether Tincan may use the microphone'],
  ] as const) {
    test(`[R25] a call is answered without devices (${refusal}), and both sides are told`, async () => {
      await withoutDevices(bo.page, refusal);
      await talk();
      await expect(bo.page.getByText(words)).toBeVisible();
      await expect(ann.page.getByText(refusal === 'never' ? 'bo is muted' : 'bo has no microphone')).toBeVisible();
      await press(bo.page, 'Hang up');
      await expect(callStatus(ann.page)).toContainText('Ended: bo hung up');
      expect(house.complaints.list()).toEqual([]);
    });
  }
});

test.describe('what changes one of them', () => {
  test.beforeEach(meet);
  test.afterEach(part);

  test('two tabs ring once, show a message once each, and are signed out together', async () => {
    const other = await bo.context.newPage();
    await other.goto(house.relay.url);
    await expect(row(other, 'ann')).toBeVisible();
    await ring(ann, 'bo');
    const dialogs = async () => (await bo.page.getByRole('dialog').count()) + (await other.getByRole('dialog').count());
    await expect.poll(dialogs).toBe(1);
    // The tab that does not ring can answer as well.
    const [ringing, quiet] = (await other.getByRole('dialog').count()) ? [other, bo.page] : [bo.page, other];
    await press(quiet, 'Answer');
    await expect(callStatus(quiet)).toContainText('Connected');
    await expect(ringing.getByText('In another window')).toBeVisible();
    await press(ann.page, 'Hang up');
    await expect(ringing.getByText('In another window')).toBeHidden();
    await press(quiet, 'Close');
    await press(ann.page, 'Close');

    for (const page of [bo.page, other]) await openConversation(page, 'ann');
    await say(bo.page, 'From one tab.');
    await expect(message(other, 'From one tab.')).toHaveCount(1);
    await openConversation(ann.page, 'bo');
    await say(ann.page, 'To both.');
    for (const page of [bo.page, other]) await expect(message(page, 'To both.')).toHaveCount(1);

    await other.goto(`${house.relay.url}/#/settings`);
    await press(other, 'Sign out');
    await other.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    for (const page of [other, bo.page]) await expect(page.getByLabel('Login')).toBeVisible();
    expect(house.complaints.list()).toEqual([]);
  });

  test('someone who has just signed in again is reached at once', async () => {
    await talk();
    await press(bo.page, 'Hang up');
    for (const { page } of [ann, bo]) await press(page, 'Close');
    await bo.page.goto(`${house.relay.url}/#/settings`);
    await press(bo.page, 'Sign out');
    await bo.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    await signIn(bo.page, 'bo');
    await startOver(bo.page);
    await talk();
    expect(house.complaints.list()).toEqual([]);
  });

  test('[R40] after a bad call its numbers can be saved, without an address or a person in them; after a good one there is nothing', async () => {
    const network = createEmulatedNetwork();
    try {
      for (const { page, context } of [ann, bo]) {
        await network.apply(context);
        await page.reload();
      }
      await expect(row(ann.page, 'bo')).toContainText('Online');
      await talk();
      await press(ann.page, 'Hang up');
      await expect(callStatus(ann.page)).toContainText('Ended: you hung up');
      await expect(ann.page.getByRole('button', { name: 'Save a report' })).toHaveCount(0);
      for (const { page } of [ann, bo]) await press(page, 'Close');

      await talk();
      network.cut();
      await expect(ann.page.getByText('The connection is gone.')).toBeVisible({ timeout: 60_000 });
      await press(ann.page, 'Hang up');
      await expect(ann.page.getByText('sent nowhere')).toBeVisible();
      const download = ann.page.waitForEvent('download');
      await press(ann.page, 'Save a report');
      expect((await download).suggestedFilename()).toMatch(/^tincan-call-\d{4}-\d\d-\d\d\.json$/);
      const text = await readFile(await (await download).path(), 'utf8');
      const saved = JSON.parse(text);
      expect(saved).toMatchObject({ role: 'caller', media: 'audio', ending: { reason: 'hang-up', by: 'me' } });
      expect(saved.events.map(({ what }: { what: string }) => what)).toEqual(
        expect.arrayContaining(['path-connected', 'path-lost', 'restart']),
      );
      expect(saved.candidates.mine).toHaveProperty(['host udp']);
      for (const { uid } of [ann, bo]) expect(text).not.toContain(uid);
      expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+|\.local|[0-9a-f]{8}-[0-9a-f]{4}|"(ann|bo)"/);
      expect(house.complaints.list()).toEqual([]);
    } finally {
      network.close();
    }
  });

  test('[R18] a page that is reloaded in mid-call goes back to it without a ring; what was being written is still there', async () => {
    await openConversation(bo.page, 'ann');
    await talk();
    await press(bo.page, 'Back to messages');
    await bo.page.getByLabel('Message', { exact: true }).fill('Half a thought');
    await expect.poll(() => storedDrafts(bo.page)).toEqual(['Half a thought']);
    await bo.page.reload();
    await expect(ann.page.getByText('bo left the page')).toBeVisible();
    await expect(bo.page.getByLabel('Message', { exact: true })).toHaveValue('Half a thought');
    await press(bo.page, 'Back to the call');
    for (const { page } of [bo, ann]) {
      await expect(callStatus(page)).toContainText('Connected');
      await expect
        .poll(async () => (await heardIn(page, 'video[data-kind="camera"]'))?.level ?? 0)
        .toBeGreaterThan(0.02);
    }
    await expect(ann.page.getByRole('dialog')).toBeHidden();
    // Muting is told over the new path, to the new page and from it.
    await press(ann.page, 'Mute microphone');
    await expect(bo.page.getByText('ann is muted')).toBeVisible();
    await press(bo.page, 'Mute microphone');
    await expect(ann.page.getByText('bo is muted')).toBeVisible();
    await press(bo.page, 'Hang up');
    await expect(callStatus(ann.page)).toContainText('Ended: bo hung up');
    expect(house.complaints.list()).toEqual([]);
  });
});
