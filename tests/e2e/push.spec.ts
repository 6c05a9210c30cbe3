import { expect, type Page, test } from '@playwright/test';
import { type PushServiceStand, startPushService } from '#tests/relay/push/push-service.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { acceptContact, callStatus, requestContact, signUp } from './fixtures/person.ts';
import { type PushedBrowser, pushedBrowser } from './fixtures/pushes.ts';

// bo's browser has subscribed to pushes and bo has closed the app.

let service: PushServiceStand;
let house: Household;
let ann: Page;
let bo: Page;
let bosBrowser: PushedBrowser;

test.beforeEach(async () => {
  service = await startPushService();
  house = await startHousehold(service.environment, { installed: true });
  ({ page: ann } = await house.pwa());
  const opened = await house.pwa();
  bo = opened.page;
  bosBrowser = await pushedBrowser(opened.context, bo, service);
  await bo.reload();
  await signUp(ann, 'ann');
  const subscribed = bo.waitForResponse((answer) => answer.url().endsWith('/api/push/subscription'));
  await signUp(bo, 'bo');
  expect((await subscribed).status()).toBe(204);
  await requestContact(ann, 'bo');
  await acceptContact(bo, 'ann');
  await bo.evaluate(() => navigator.serviceWorker.ready);
});

test.afterEach(async () => {
  await house?.close();
  service?.close();
});

const call = async (): Promise<void> => {
  await ann.getByRole('button', { name: 'Call bo', exact: true }).first().click();
};

/** ann calls bo, whose app is closed, and the push has arrived. */
const ring = async () => {
  await bo.goto('about:blank');
  await call();
  const message = await bosBrowser.pushed(0);
  await bosBrowser.deliver(message);
  expect(await bosBrowser.notifications()).toEqual([
    { title: 'ann is calling', tag: message.call, actions: ['answer', 'decline'] },
  ]);
  return message;
};

test('[R7] [PU8] a closed app rings by a notification, the caller reads Notified, and Answer connects', async () => {
  await ring();
  await expect(ann.getByRole('status').filter({ hasText: 'Notified' })).toBeVisible();
  const address = await bosBrowser.click('answer');
  expect(address).toMatch(/^\/\?errand=[0-9a-f-]{36}$/);
  expect(await bosBrowser.notifications()).toEqual([]);
  await bo.goto(new URL(address ?? '', house.relay.url).href);
  await expect(callStatus(bo).filter({ hasText: 'Connected' })).toBeVisible();
  await expect(callStatus(ann).filter({ hasText: 'Connected' })).toBeVisible();
  expect(new URL(bo.url()).search).toBe('');
  expect(house.complaints.list()).toEqual([]);
});

test('[PU9] Decline on the notification ends the call without opening anything', async () => {
  await ring();
  expect(await bosBrowser.click('decline')).toBeUndefined();
  await expect(callStatus(ann).filter({ hasText: 'Ended' })).toContainText('declined');
  expect(await bosBrowser.notifications()).toEqual([]);
});

test('[R9] [R10] [PU8] a click on the notification itself opens the app, which rings', async () => {
  await ring();
  const address = await bosBrowser.click('');
  await bo.goto(new URL(address ?? '', house.relay.url).href);
  await expect(bo.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  await expect(callStatus(ann).filter({ hasText: 'Ringing' })).toBeVisible();
});

test('[R9] [R11] [PU8] whoever opens the app instead, and answers there, is rid of the notification', async () => {
  await ring();
  await bo.goto(house.relay.url);
  await bo.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(ann).filter({ hasText: 'Connected' })).toBeVisible();
  await expect.poll(bosBrowser.notifications).toEqual([]);
});

test('[R11] [R38] [PU8] the caller gives up: the one notification says that the call was missed, and calls back', async () => {
  const { call: id } = await ring();
  await ann.getByRole('button', { name: 'Hang up' }).click();
  await bosBrowser.deliver(await bosBrowser.pushed(1));
  expect(await bosBrowser.notifications()).toEqual([
    { title: 'Missed call from ann', tag: id, actions: ['call-back'] },
  ]);
  const address = await bosBrowser.click('call-back');
  expect(address).toMatch(/^\/\?errand=[0-9a-f-]{36}#\/with\//);
  await ann.getByRole('button', { name: 'Close' }).first().click();
  await bo.goto(new URL(address ?? '', house.relay.url).href);
  await expect(ann.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
});

test('[PU8] where bo looks at the app and it rings there is no notification', async () => {
  await call();
  await expect(bo.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  await bosBrowser.deliver(await bosBrowser.pushed(0));
  await bo.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(ann).filter({ hasText: 'Connected' })).toBeVisible();
  expect(await bosBrowser.notifications()).toEqual([]);
});

test('[PU8] an open app that has not heard of the call answers as soon as it does', async () => {
  await bo.context().setOffline(true);
  await call();
  await bosBrowser.deliver(await bosBrowser.pushed(0));
  expect((await bosBrowser.notifications()).map(({ title }) => title)).toEqual(['ann is calling']);
  expect(await bosBrowser.click('answer')).toBeUndefined();
  await bo.context().setOffline(false);
  await expect(callStatus(ann).filter({ hasText: 'Connected' })).toBeVisible();
});
