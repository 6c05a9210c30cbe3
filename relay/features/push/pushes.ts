import type { PushMessage } from '#shared/protocol/push.ts';
import type { Store, StoredSubscription } from '../../store/store.ts';
import type { Push, PushSender, Sent } from './push-sender.ts';

/** A push to a device, by its subscription. */
export type SendPush = (subscription: StoredSubscription, push: Omit<Push, 'to'>, over?: AbortSignal) => Promise<Sent>;

/** An id without its dashes is what fits into a topic. */
export const topicOf = (message: PushMessage): string =>
  (message.type === 'test' ? message.test : message.call).replaceAll('-', '');

/** Sends pushes, and forgets where nobody is any more. */
export const createPushes =
  (store: Store, sender: Pick<PushSender, 'send'>): SendPush =>
  async ({ endpoint, keys, row }, push, over = new AbortController().signal) => {
    const sent = await sender.send({ ...push, to: { endpoint, keys } }, over);
    if (sent === 'gone') await store.forgetPushSubscription(row, endpoint);
    return sent;
  };
