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

type Manager = () => Promise<PushManager | undefined>;

/** Of the service worker of this page. */
export const pushManagerOfPage: Manager = async () =>
  'PushManager' in globalThis && 'serviceWorker' in navigator
    ? (await navigator.serviceWorker.ready).pushManager
    : undefined;

/**
 * Web Push of this browser. `silent`: a push need not be shown, which browsers grant to
 * extensions alone; those may notify from their installation on.
 */
export const browserPush = (managerOf: Manager, { silent = false } = {}): BrowserPush => ({
  subscribe: async (key) => {
    const manager = await managerOf();
    if (!manager) return 'unsupported';
    const present = await manager.getSubscription();
    if (present && base64url(present.options.applicationServerKey) === key) return known(present);
    // Of a relay that has lost its data: it cannot be sent anything any more.
    await present?.unsubscribe();
    try {
      return known(await manager.subscribe({ userVisibleOnly: !silent, applicationServerKey: key }));
    } catch {
      return 'refused';
    }
  },
  alerts: () => (silent ? 'granted' : (globalThis.Notification?.permission ?? 'unsupported')),
  unsubscribe: async () => {
    const present = await (await managerOf())?.getSubscription();
    await present?.unsubscribe();
  },
});
