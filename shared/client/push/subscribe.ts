import type { Reach } from '#shared/protocol/ring-test.ts';
import type { BrowserPush, Clock, RelayApi, StoredSession } from '../ports.ts';

/** Browsers without a push service of their own neither agree nor refuse. */
const PATIENCE_MS = 10_000;

const within = (
  clock: Pick<Clock, 'after'>,
  answer: ReturnType<BrowserPush['subscribe']>,
): Promise<Awaited<typeof answer> | 'silent'> =>
  new Promise((resolve, reject) => {
    const giveUp = clock.after(PATIENCE_MS, () => resolve('silent'));
    answer.then(resolve, reject).finally(giveUp);
  });

/** Tells the relay where this device takes pushes, as the browser has it. */
export const subscribePush = async (
  { api, clock }: { readonly api: Pick<RelayApi, 'pushKey' | 'savePush'>; readonly clock: Pick<Clock, 'after'> },
  push: Pick<BrowserPush, 'subscribe'>,
  self: StoredSession,
): Promise<Reach> => {
  const key = await api.pushKey(self.relay);
  if (!key.ok) return 'offline';
  const made = await within(clock, push.subscribe(key.value));
  if (typeof made === 'string') return made;
  const kept = await api.savePush(self.relay, self.token, made);
  if (kept.ok) return 'reached';
  return kept.reason === 'bad_request' ? 'unknown' : 'offline';
};
