import type { Client } from '#shared/client/client.ts';
import { followPermission } from '#shared/client/push/follow-permission.ts';

/** Pushes come here as long as the person allows notifications, which they may change beside the address at any time. */
export const subscribeAtStart = (client: Client): void => {
  const look = followPermission(client, () => globalThis.Notification?.permission ?? 'default');
  navigator.permissions?.query({ name: 'notifications' }).then(
    (status) => status.addEventListener('change', look),
    () => {}, // a browser that does not tell: then at the next start
  );
};
