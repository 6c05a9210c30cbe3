import { type Connection, slot } from './database.ts';
import type { Part } from './part.ts';

type SubscriptionOperations = Part<'pushSubscriptions' | 'savePushSubscription' | 'forgetPushSubscription'>;

export const pushSubscriptionOperations = ({ queries, prepare }: Connection): SubscriptionOperations => {
  const ofAccount = prepare(
    queries
      .selectFrom('push_subscriptions')
      .innerJoin('devices', 'devices.id', 'push_subscriptions.device')
      .select(['devices.id as row', 'devices.uid as device', 'endpoint', 'p256dh', 'auth'])
      .where('account', '=', slot<number>()),
  );
  // Replaces by either of its keys.
  const put = prepare(
    queries
      .replaceInto('push_subscriptions')
      .values({ device: slot(), endpoint: slot(), p256dh: slot(), auth: slot() }),
  );
  const ofDevice = queries.deleteFrom('push_subscriptions').where('device', '=', slot<number>());
  const remove = prepare(ofDevice);
  const removeThis = prepare(ofDevice.where('endpoint', '=', slot<string>()));

  return {
    pushSubscriptions: (account) =>
      ofAccount.all(account).map(({ p256dh, auth, ...rest }) => ({ ...rest, keys: { p256dh, auth } })),
    savePushSubscription: (device, { endpoint, keys }) => {
      put.run(device, endpoint, keys.p256dh, keys.auth);
    },
    forgetPushSubscription: (device, endpoint) => {
      if (endpoint === undefined) remove.run(device);
      else removeThis.run(device, endpoint);
    },
  };
};
