import type { DeviceId } from '#shared/protocol/ids.ts';
import type { Client } from '../client.ts';

/**
 * Subscribes to pushes as soon as the relay is there, since browsers lose subscriptions without a word, and takes the
 * subscription back where the person no longer wants notifications (SPEC PU7). Returns what to call when that changes.
 */
export const followPermission = (client: Client, permission: () => NotificationPermission): (() => void) => {
  let looked: DeviceId | undefined;
  const look = (): void => {
    const { session, link } = client.state();
    if (session.state !== 'signed-in' || link.state !== 'online' || session.device === looked) return;
    looked = session.device;
    const now = permission();
    if (now === 'granted') void client.push.subscribe();
    else if (now === 'denied') void client.push.unsubscribe();
  };
  client.subscribe(look);
  return () => {
    looked = undefined;
    look();
  };
};
