import { expect, type Page, test } from '@playwright/test';
import { type PushServiceStand, startPushService } from '#tests/relay/push/push-service.ts';
import { type BrowserSubscription, newSubscription } from '#tests/relay/push/push-subscription.ts';
import { EXTENSION_ID, type ExtensionBrowser } from './fixtures/extension.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { acceptContact, callStatus, requestContact, signUp, signUpInExtension } from './fixtures/person.ts';

// bo has the extension, subscribed at a push service on this machine. Its worker has been ended, and no alarm is set.

let service: PushServiceStand;
let house: Household;
let ann: Page;
let bo: ExtensionBrowser;
let subscription: BrowserSubscription;

test.beforeAll(async () => {
  service = await startPushService();
  house = await startHousehold(service.environment, { installed: true });
  ({ page: ann } = await house.pwa());
  bo = await house.extension();
  subscription = newSubscription(service.url);
  // This browser has no push service of its own.
  await bo.context.serviceWorkers()[0]?.evaluate((made) => {
    PushManager.prototype.subscribe = async () => ({ toJSON: () => made }) as unknown as PushSubscription;
  }, subscription.subscription);
  await signUp(ann, 'ann');
  await signUpInExtension(bo, house.relay.url, 'bo');
  const popup = await bo.open('popup');
  await requestContact(ann, 'bo');
  await acceptContact(popup, 'ann');
  await popup.close();
});

test.afterAll(async () => {
  await house?.close();
  service?.close();
});

/** Hands a push to the extension's worker, as the browser does with one of its push service. */
const deliver = async (message: object): Promise<void> => {
  const session = await bo.context.newCDPSession(bo.backstage);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const origin = `chrome-extension://${EXTENSION_ID}`;
  const registrationId = await registered;
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(message) });
  await session.detach();
};

test('[R7] [PU10] a push wakes the worker, which rings, and the caller reads Notified, then Ringing', async () => {
  await bo.backstage.evaluate(() => chrome.alarms.clearAll());
  await bo.killWorker();
  await ann.getByRole('button', { name: 'Call bo', exact: true }).first().click();
  const { body } = await service.nth(subscription.id, 0);
  await expect(ann.getByRole('status').filter({ hasText: 'Notified' })).toBeVisible();
  const message = subscription.open(body);
  const window = bo.context.waitForEvent('page');
  await deliver(message);
  await expect((await window).getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  expect(await bo.notifications()).toContain((message as { call: string }).call);
  await expect(callStatus(ann).filter({ hasText: 'Ringing' })).toBeVisible();
  await (await window).getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(ann).filter({ hasText: 'Connected' })).toBeVisible();
  expect(house.complaints.list()).toEqual([]);
});
