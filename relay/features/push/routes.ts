import { ECDH } from 'node:crypto';
import { type PushSubscription, pushKey, pushSubscription } from '#shared/protocol/push.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';
import type { PushSender } from './push-sender.ts';
import { pushServiceOf } from './push-services.ts';

const PATH = '/api/push/subscription';

export interface PushRoutesOptions {
  readonly store: Store;
  readonly sender: Pick<PushSender, 'publicKey'>;
  readonly ownServices: readonly string[];
  readonly subscriptions: KeyedBuckets;
  readonly clock: () => number;
}

const isPoint = (key: string): boolean => {
  try {
    ECDH.convertKey(key, 'prime256v1', 'base64url');
    return key.startsWith('B'); // 0x04: uncompressed
  } catch {
    return false;
  }
};

/** As it is connected to later: parsers disagree on what is not in this form. */
const checked = ({ endpoint, keys }: PushSubscription, ownServices: readonly string[]): PushSubscription => {
  const address = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!address || !pushServiceOf(address, ownServices))
    throw new Refusal('bad_request', 'endpoint: not of a push service that this relay knows');
  if (!isPoint(keys.p256dh)) throw new Refusal('bad_request', 'keys.p256dh: not a point on P-256');
  return { endpoint: address.href, keys };
};

/** One subscription for each device, which goes with its session. */
export const pushRoutes = (options: PushRoutesOptions): readonly Route[] => {
  const { store, sender, ownServices, subscriptions, clock } = options;

  return [
    route(
      {
        method: 'GET',
        path: '/api/push',
        summary: 'The relay’s key towards push services',
        by: 'anyone',
        answers: pushKey,
        refuses: [],
      },
      async () => ({ key: await sender.publicKey() }),
    ),
    route(
      {
        method: 'POST',
        path: PATH,
        summary: 'Where this device takes pushes, at a push service that the relay knows',
        by: 'session',
        body: pushSubscription,
        answers: nothing,
        status: 204,
        refuses: ['rate_limited', 'disk_full'],
      },
      async ({ device, body }) => {
        const wait = subscriptions.take(device.person.uid, clock());
        if (wait > 0) throw new Refusal('rate_limited', 'too many subscriptions', wait);
        await store.savePushSubscription(device.row, checked(body, ownServices));
      },
    ),
    route(
      {
        method: 'DELETE',
        path: PATH,
        summary: 'No more pushes for this device',
        by: 'session',
        answers: nothing,
        status: 204,
        refuses: [],
      },
      ({ device }) => store.forgetPushSubscription(device.row),
    ),
  ];
};
