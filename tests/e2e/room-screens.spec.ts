import { expect, type Page, test } from '@playwright/test';
import type { Room } from '#shared/core/rooms/room.ts';
import { findings } from './fixtures/axe.ts';
import { chromiumPath, PHONE } from './fixtures/browser.ts';
import { POPUP_SIZE } from './fixtures/extension.ts';
import { acts, asked, become, present, serveGallery } from './fixtures/gallery.ts';

// The screens of rooms over a client without a relay: every state of a room that is hard to come by among people.

const executablePath = chromiumPath();
test.use({ launchOptions: executablePath ? { executablePath } : {}, viewport: PHONE });

const PLACE = '#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAAAQ';
const LINK = `https://tincan.example/${PLACE}`;
const ABOUT = { code: 'aB3dE6gH9k', link: LINK, name: 'The walk on Sunday' };
const WITH_BO = '#/with/22222222-0000-4000-8000-000000000000';

let served: Awaited<ReturnType<typeof serveGallery>>;
let faults: string[] = [];

test.beforeAll(async () => {
  served = await serveGallery();
});

test.afterAll(() => served?.close());

test.beforeEach(({ page }) => {
  faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
});

test.afterEach(() => expect(faults).toEqual([]));

const open: typeof served.open = (...where) => served.open(...where);
const status = (page: Page) => page.getByRole('status').filter({ visible: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('[RM14] a message with the link of a room of the own relay has a card that says what room it is and joins it', async ({
  page,
}) => {
  await open(page, 'card-2', WITH_BO);
  const cards = page.getByRole('group', { name: 'The walk on Sunday' });
  await expect(cards).toHaveCount(2);
  await expect(cards.first()).toContainText('2 of 6 inside');
  // The link of another relay is a link and no more; the bare address of a room here is not shown.
  await expect(page.getByRole('log').getByRole('group')).toHaveCount(2);
  await expect(page.getByRole('link', { name: /^https:\/\/other\.example/ })).toBeVisible();
  await expect(page.getByRole('log').getByText(LINK)).toHaveCount(0);
  expect(await asked(page, 'look')).toEqual([
    ['look', LINK],
    ['look', LINK],
  ]);
  await cards.first().getByRole('button', { name: 'Join' }).click();
  expect(await asked(page, 'join')).toEqual([['join', LINK]]);
  expect(new URL(page.url()).hash).toBe(PLACE);
});

test('the card says when a room has ended, and offers another try where it was not reached', async ({ page }) => {
  await open(page, 'card-ended', WITH_BO);
  await expect(page.getByRole('group').first()).toContainText('This room has ended.');
  await expect(page.getByRole('group').first().getByRole('button')).toHaveCount(0);
  await open(page, 'card-offline', WITH_BO);
  await expect(page.getByRole('group').first()).toContainText('The relay cannot be reached.');
  const before = (await asked(page, 'look')).length;
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect.poll(async () => (await asked(page, 'look')).length).toBe(before + 1);
});

test('whoever is in a call reads on the card why they cannot join', async ({ page }) => {
  await open(page, 'card-2', WITH_BO);
  await expect(page.getByRole('group').first()).toContainText('2 of 6 inside');
  await page.evaluate(() => {
    const { fake } = globalThis.gallery;
    fake.become({
      ...fake.state(),
      call: {
        phase: 'other-context',
        call: '11111111-0000-4000-8000-00000000000c',
        version: 3,
        person: '22222222-0000-4000-8000-000000000000',
        media: 'audio',
        device: '99999999-0000-4000-8000-000000000000',
        answeredAt: Date.now(),
      },
    });
  });
  await page.getByRole('group').first().getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'You are in a call already.' })).toBeVisible();
  expect(await asked(page, 'join')).toEqual([]);
});

test('a room is made, its link copied and sent, and joined', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'home', '#/');
  await press(page, 'New room');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('ann’s room');
  await dialog.getByLabel('Name').fill('x'.repeat(81));
  await press(page, 'Create room');
  await expect(dialog).toContainText('This is too long.');
  await dialog.getByLabel('Name').fill('  The walk ');
  await dialog.getByRole('switch', { name: 'Let people in one by one' }).check();
  await press(page, 'Create room');
  expect(await asked(page, 'create')).toEqual([['create', { name: 'The walk', waitingRoom: true }]]);

  await press(page, 'Copy link');
  await expect(dialog.getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(LINK);
  await press(page, 'Send to…');
  await dialog.getByRole('checkbox', { name: 'bo', exact: true }).check();
  await dialog.getByRole('checkbox', { name: 'dee', exact: true }).check();
  await press(page, 'Send');
  await expect(dialog.getByRole('status')).toHaveText('Sent to bo, dee.');
  const sent = await page.evaluate(() => globalThis.gallery.fake.acts.filter(([name]) => name === 'chat.send'));
  expect(sent.map(([, , text]) => text)).toEqual([LINK, LINK]);
  await press(page, 'Join');
  expect(await asked(page, 'join')).toEqual([['join', LINK]]);
});

test('what was typed for a room stays when it could not be made', async ({ page }) => {
  await open(page, 'home', '#/');
  await page.evaluate(() => {
    Object.assign(globalThis.gallery.rooms, { create: async () => ({ ok: false, reason: 'rate_limited' }) });
  });
  await press(page, 'New room');
  await page.getByLabel('Name').fill('The walk');
  await press(page, 'Create room');
  await expect(page.getByRole('alert')).toContainText('Too many tries.');
  await expect(page.getByLabel('Name')).toHaveValue('The walk');
});

test('from the link to being inside it is one click; every phase says what it is and lets one go', async ({ page }) => {
  await open(page, 'room-entrance-knock', PLACE);
  await expect(status(page)).toHaveText('Nobody inside yet. The host lets you in.');
  await press(page, 'Join');
  expect(await asked(page, 'join')).toEqual([['join', LINK]]);
  await become(page, { ...ABOUT, phase: 'joining' });
  await expect(status(page)).toHaveText('Joining');
  await become(page, { ...ABOUT, phase: 'knocking' });
  await expect(status(page)).toHaveText('Waiting to be let in');
  await press(page, 'Leave');
  expect(await asked(page, 'leave')).toHaveLength(1);
  await become(page, { ...ABOUT, phase: 'over', ending: { kind: 'lost', loss: 'refused' } });
  await expect(status(page)).toHaveText('Ended: the host did not let you in');
  await press(page, 'Join again');
  expect(await asked(page, 'join')).toHaveLength(2);
  await become(page, { ...ABOUT, phase: 'over', ending: { kind: 'failed', reason: 'room_full' } });
  await expect(status(page)).toHaveText('The room is full.');
  await become(page, { ...ABOUT, phase: 'over', ending: { kind: 'lost', loss: 'removed' } });
  await expect(status(page)).toHaveText('Ended: the host has removed you');
  await expect(page.getByRole('button', { name: 'Join again' })).toHaveCount(0);
  await press(page, 'Close');
  await expect(page.getByRole('list', { name: 'People' })).toBeVisible();
  expect(await asked(page, 'dismiss')).toHaveLength(1);
});

test('a room that could not be asked about is asked about again when the relay is back', async ({ page }) => {
  await open(page, 'room-entrance-offline', PLACE);
  await expect(status(page)).toContainText('The relay cannot be reached.');
  const relayIs = (state: 'backing-off' | 'online') =>
    page.evaluate((link) => {
      const { fake, rooms } = globalThis.gallery;
      const view = { name: 'The walk', inside: 1, most: 6, waitingRoom: false };
      Object.assign(rooms, { look: async () => ({ ok: true, value: view }) });
      const lost = { state: 'backing-off', attempt: 1, since: 0, until: 0 } as const;
      const back = { state: 'online', endpoint: 'e-2', skew: 0, pulse: 'heard' } as const;
      fake.become({ ...fake.state(), link: link === 'online' ? back : lost });
    }, state);
  await relayIs('backing-off');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await relayIs('online');
  await expect(status(page)).toHaveText('1 of 6 inside');
  await expect(page.getByRole('button', { name: 'Join' })).toBeEnabled();
});

test('a call that is answered in a room covers it, and the room says afterwards why it ended', async ({ page }) => {
  await open(page, 'room-3', PLACE);
  await expect(status(page)).toHaveText('3 people inside');
  await page.evaluate((about) => {
    const { fake, rooms } = globalThis.gallery;
    rooms.become({ ...about, phase: 'over', ending: { kind: 'call' } });
    fake.become({
      ...fake.state(),
      call: {
        phase: 'outgoing',
        call: '11111111-0000-4000-8000-00000000000c',
        version: 1,
        person: '22222222-0000-4000-8000-000000000000',
        media: 'audio',
        stage: 'ringing',
        devices: 1,
        since: Date.now(),
        warm: [],
        microphone: { state: 'on' },
        camera: { state: 'off' },
      },
    });
  }, ABOUT);
  await expect(status(page)).toHaveText('Ringing');
  await page.evaluate(() => {
    const { fake } = globalThis.gallery;
    fake.become({ ...fake.state(), call: { phase: 'none' } });
  });
  await expect(status(page)).toHaveText('Ended: you answered a call');
});

test('inside, everybody is there with picture or initials, and the controls do what they say', async ({ page }) => {
  await open(page, 'room-6', PLACE);
  await expect(status(page)).toHaveText('6 people inside');
  const seen = page.locator('video[data-kind=camera]');
  await expect(seen).toHaveCount(3);
  await expect(page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(6);
  await expect(page.getByText('Reconnecting')).toBeVisible();
  await expect(page.getByRole('img', { name: 'cy.lark is muted' })).toBeVisible();
  for (const name of ['Unmute microphone', 'Turn camera on', 'Share screen', 'Deafen', 'Leave'])
    await press(page, name);
  expect(await acts(page)).toEqual([
    ['setMicrophone', true],
    ['setCamera', true],
    ['shareScreen'],
    ['setDeafened', true],
    ['leave'],
  ]);
});

test('the host is told who knocks, admits, declines, removes; the creator ends it for everyone', async ({ page }) => {
  await open(page, 'room-knock', PLACE);
  await expect(page.getByRole('alert')).toContainText('dee wants to come in');
  await press(page, 'Admit');
  expect(await asked(page, 'admit')).toEqual([['admit', '44444444-0000-4000-8000-000000000000', true]]);
  await press(page, 'People');
  await expect(page.getByRole('button', { name: 'Admit' })).toHaveCount(2);
  await page.getByRole('button', { name: 'Decline' }).last().click();
  expect((await asked(page, 'admit')).at(-1)).toEqual(['admit', '66666666-0000-4000-8000-000000000000', false]);
  await press(page, 'Remove bo');
  expect(await asked(page, 'remove')).toEqual([]);
  await press(page, 'Remove');
  expect(await asked(page, 'remove')).toEqual([['remove', '22222222-0000-4000-8000-000000000000']]);
  // The question is put away before it has taken the focus; the people are still there.
  await page.getByRole('button', { name: 'End room for everyone' }).evaluate((end: HTMLElement) => {
    end.click();
    end.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await press(page, 'End room for everyone');
  await page.getByRole('alertdialog').getByRole('button', { name: 'End room for everyone' }).click();
  expect(await asked(page, 'end')).toHaveLength(1);
  await expect(page.getByRole('button', { name: 'End room for everyone' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'People' })).toBeFocused();
});

test('who knocks keeps a banner and a line of their own, and nothing of it passes to the next', async ({ page }) => {
  await open(page, 'room-knock', PLACE);
  const room = await present(page);
  if (room.phase !== 'inside') throw new Error('nobody is inside');
  const [dee, next] = room.knocking;
  if (!dee || !next) throw new Error('nobody knocks');
  const refuse = () =>
    page.evaluate(() => {
      Object.assign(globalThis.gallery.rooms, { admit: async () => ({ ok: false, reason: 'not_found' }) });
    });
  await refuse();
  const banner = page.getByRole('alert').first();
  await press(page, 'Admit');
  await expect(banner).toContainText('That person is not there any more.');
  // A press that began on one does not end on another.
  const admit = await page.getByRole('button', { name: 'Admit' }).elementHandle();
  await become(page, { ...room, knocking: [{ ...next }] });
  await expect(banner).toContainText(`${next.login} wants to come in`);
  await expect(page.getByText('That person is not there any more.')).toHaveCount(0);
  expect(await admit?.evaluate((button) => button.isConnected)).toBe(false);

  await become(page, room);
  await press(page, 'People');
  const second = page.getByRole('listitem').filter({ hasText: `${next.login} wants to come in` });
  await second.getByRole('button', { name: 'Admit' }).click();
  await expect(second).toContainText('That person is not there any more.');
  await second.getByRole('button', { name: 'Decline' }).focus();
  await become(page, { ...room, knocking: room.knocking.slice(1).map((one) => ({ ...one })) });
  await expect(page.getByText(`${dee.login} wants to come in`)).toHaveCount(0);
  await expect(second.getByRole('button', { name: 'Decline' })).toBeFocused();
  await expect(second).toContainText('That person is not there any more.');
});

test('whoever is not the host sees nothing of knocks, and removes nobody', async ({ page }) => {
  await open(page, 'room-knock', PLACE);
  const room = await present(page);
  await become(page, { ...room, isHost: false, isCreator: false } as Room);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await press(page, 'People');
  await expect(page.getByRole('slider', { name: 'Volume of bo' })).toBeVisible();
  for (const name of [/Admit/, /^Remove/, /^End room/]) await expect(page.getByRole('button', { name })).toHaveCount(0);
});

test('a room goes on behind other places, and its bar leads back', async ({ page }) => {
  await open(page, 'room-3', PLACE);
  await expect(status(page)).toHaveText('3 people inside');
  await press(page, 'Back to messages');
  await expect(page.getByRole('button', { name: 'Add contact' })).toBeVisible();
  // Heard on.
  await expect(page.locator('audio')).not.toHaveCount(0);
  await press(page, 'Settings');
  await press(page, 'Back to The walk on Sunday');
  await expect(page.locator('video[data-kind=camera]').first()).toBeVisible();
  await expect(page.getByRole('main', { name: 'In the room The walk on Sunday' })).toBeFocused();
});

test('news of a room leaves focus where it is', async ({ page }) => {
  await open(page, 'room-3', PLACE);
  const mute = page.getByRole('button', { name: 'Mute microphone' });
  await mute.focus();
  const room = await present(page);
  await become(page, { ...room, people: [] } as Room);
  await expect(status(page)).toHaveText('1 person inside');
  await expect(mute).toBeFocused();
});

test('what somebody shares stands in front of everybody', async ({ page }) => {
  await open(page, 'room-shared-6', PLACE);
  const share = page.locator('video[data-kind=screen]');
  await expect(share).toHaveAttribute('data-participant', '22222222-0000-4000-8000-000000000000');
  const width = (box: { width: number } | null) => box?.width ?? 0;
  const [front, small] = [
    await share.boundingBox(),
    await page.locator('video[data-kind=camera]').last().boundingBox(),
  ];
  expect(width(front)).toBeGreaterThan(2 * width(small));
});

test('the popup makes rooms and shows cards; the call window shows a room', async ({ page }) => {
  await page.setViewportSize(POPUP_SIZE);
  await open(page, 'card-2', WITH_BO, 'popup');
  await expect(page.getByRole('group', { name: 'The walk on Sunday' }).first()).toContainText('2 of 6 inside');
  await open(page, 'home', '#/', 'popup');
  await press(page, 'New room');
  await expect(page.getByRole('button', { name: 'Create room' })).toBeVisible();
  await open(page, 'room-2', PLACE, 'call-window');
  await expect(status(page)).toHaveText('2 people inside');
});

test('axe finds nothing serious on the screens of a room', async ({ page }) => {
  const found: string[] = [];
  for (const scene of ['room-entrance', 'room-knocking', 'room-shared', 'room-troubled', 'room-over-left']) {
    await open(page, scene, PLACE);
    await expect(status(page)).not.toHaveCount(0);
    found.push(...(await findings(page, scene)));
  }
  expect(found).toEqual([]);
});

test('what is typed in a room waits while its panel is closed', async ({ page }) => {
  await open(page, 'room-texts', PLACE);
  await press(page, 'Chat');
  const field = page.getByLabel('Message', { exact: true });
  await field.fill('half a tho');
  await field.press('Escape');
  await expect(field).toHaveCount(0);
  await press(page, 'Chat');
  await expect(field).toHaveValue('half a tho');
});

test('axe finds nothing serious among the people of a room, and beside its bar', async ({ page }) => {
  await open(page, 'room-knock', PLACE);
  await expect(page.getByRole('alert')).toBeVisible();
  const found = [...(await findings(page, 'knock'))];
  await press(page, 'People');
  await press(page, 'Send to…');
  await expect(page.getByRole('checkbox', { name: 'bo', exact: true })).toBeVisible();
  found.push(...(await findings(page, 'people of a room')));
  await open(page, 'room-texts', PLACE);
  await press(page, 'Chat');
  await expect(page.getByRole('link')).toBeVisible();
  found.push(...(await findings(page, 'what is written in a room')));
  await open(page, 'room-3', PLACE);
  await press(page, 'Back to messages');
  await expect(page.getByRole('button', { name: 'Add contact' })).toBeVisible();
  found.push(...(await findings(page, 'bar of a room')));
  expect(found).toEqual([]);
});

test('axe finds nothing serious in cards and in the dialog of rooms', async ({ page }) => {
  const found: string[] = [];
  for (const scene of ['card-2', 'card-offline', 'card-inside']) {
    await open(page, scene, WITH_BO);
    await expect(page.getByRole('group').first()).not.toContainText('Looking');
    found.push(...(await findings(page, scene)));
  }
  await open(page, 'home', '#/');
  await press(page, 'New room');
  await expect(page.getByRole('dialog')).toBeVisible();
  found.push(...(await findings(page, 'new room', '[role=dialog]')));
  await press(page, 'Create room');
  await press(page, 'Send to…');
  await expect(page.getByRole('checkbox', { name: 'bo', exact: true })).toBeVisible();
  found.push(...(await findings(page, 'a room that was made', '[role=dialog]')));
  expect(found).toEqual([]);
});
