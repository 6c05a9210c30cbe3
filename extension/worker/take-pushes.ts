import type { Client } from '#shared/client/client.ts';
import { followPermission } from '#shared/client/push/follow-permission.ts';
import { wantsAttention } from '#shared/core/chat/attention.ts';
import { isSilentRing } from '#shared/core/privacy/ring-manner.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import { type CallPush, pushMessage } from '#shared/protocol/push.ts';
import { notifyRing, withdraw } from '../platform/notifications.ts';
import { onPush } from '../platform/pushes.ts';
import { knows, when, within } from '../when.ts';
import { personName } from './person-name.ts';
import { systemWords } from './system-words.ts';

/** So long a worker that was woken may take to hear of the call over its socket (SPEC PU10). */
const HEARD_MS = 5_000;

type RingPush = Extract<CallPush, { type: 'ring' }>;

/** Until the ring ends, whoever says so: `over` may be lost. */
const showAlone = async (client: Client, { call, caller, media, ends_at }: RingPush): Promise<void> => {
  const { call: words } = systemWords();
  const state = client.state();
  // The relay may not have heard yet that they have signed out.
  if (state.session.state !== 'signed-in') return;
  // Whoever is no contact does not ring, whatever the relay says.
  if (!wantsAttention(state, { person: caller })) return;
  const silent = isSilentRing(state.privacy.rings, caller, Date.now());
  const title = words.incoming(personName(state, caller), media);
  await notifyRing({ id: call, title, answer: words.answer, decline: words.decline, silent });
  setTimeout(() => void withdraw(call), ends_at - Date.now());
};

/** Lets pushes wake the worker, which then rings as ever; where no socket can be had, the push alone rings. */
export const takePushes = (client: Client): void => {
  // An extension that may notify was allowed to when it was installed.
  followPermission(client, () => 'granted');
  /** Rings that may have ended before anything was shown of them. */
  const over = new Set<CallId>();
  onPush(async (said) => {
    const message = pushMessage.safeParse(said);
    if (!message.success) return;
    const { data } = message;
    if (data.type === 'test') {
      await when(client, ({ session }) => session.state !== 'loading');
      return void (await client.ringTest.heardByPush(data.test));
    }
    if (data.type === 'over') {
      over.add(data.call);
      return withdraw(data.call);
    }
    client.reconnect();
    // The device that has answered or declined is not sent `over` (SPEC PU4).
    if (await within(client, knows(data.call), HEARD_MS)) return;
    if (!over.has(data.call) && Date.now() < data.ends_at) await showAlone(client, data);
  });
};
