import { expect, test } from '@playwright/test';
import { findings } from './fixtures/axe.ts';
import { addressOf, POPUP_SIZE } from './fixtures/extension.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import {
  acceptContact,
  callStatus,
  connectToRelay,
  openConversation,
  requestContact,
  say,
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

  await ann.page.getByRole('button', { name: 'Settings' }).click();
  await expect(ann.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  found.push(...(await findings(ann.page, 'settings')));
  await ann.page.getByRole('button', { name: 'Try the microphone' }).click();
  await ann.page.getByRole('switch', { name: 'Silence gate' }).check();
  found.push(...(await findings(ann.page, 'sound')));
  await ann.page.keyboard.press('Escape');
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
  const bo = await house.extension();
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
  expect(found).toEqual([]);
});
