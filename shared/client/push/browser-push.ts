import { pushSubscription, type PushSubscription as Subscription } from '#shared/protocol/push.ts';
import type { BrowserPush } from '../ports.ts';
import { toBase64 } from '../seal/bytes.ts';

const base64url = (bytes: ArrayBuffer | null): string =>
  toBase64(new Uint8Array(bytes ?? new ArrayBuffer(0)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const known = (subscription: PushSubscription): Subscription => {
  const { endpoint, keys } = subscription.toJSON();
  return pushSubscription.parse({ endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } });
};

/** Web Push of this browser, for the service worker of the page. */
export const browserPush: BrowserPush = {
  subscribe: async (key) => {
    if (!('PushManager' in globalThis) || !('serviceWorker' in navigator)) return 'unsupported';
    const { pushManager } = await navigator.serviceWorker.ready;
    const present = await pushManager.getSubscription();
    if (present && base64url(present.options.applicationServerKey) === key) return known(present);
    // Of a relay that has lost its data: it cannot be sent anything any more.
    await present?.unsubscribe();
    try {
      return known(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    } catch {
      return 'refused';
    }
  },
};
