import type { Client } from '#shared/client/client.ts';
import type { DeviceId } from '#shared/protocol/ids.ts';

/** Subscribes to pushes as soon as the relay is there: browsers lose subscriptions without a word (SPEC PU7). */
export const subscribeAtStart = (client: Client): void => {
  let subscribed: DeviceId | undefined;
  client.subscribe(({ session, link }) => {
    if (session.state !== 'signed-in' || link.state !== 'online' || session.device === subscribed) return;
    subscribed = session.device;
    if (globalThis.Notification?.permission === 'granted') void client.push.subscribe();
  });
};
