import type { Client, Reach } from '../client.ts';
import type { BrowserPush, Clock } from '../ports.ts';
import type { Within } from './within.ts';

/** Browsers without a push service of their own neither agree nor refuse. */
const PATIENCE_MS = 10_000;

const within = (
  clock: Clock,
  answer: ReturnType<BrowserPush['subscribe']>,
): Promise<Awaited<typeof answer> | 'silent'> =>
  new Promise((resolve, reject) => {
    const giveUp = clock.after(PATIENCE_MS, () => resolve('silent'));
    answer.then(resolve, reject).finally(giveUp);
  });

/** Being reached while no context is open. */
export const pushActs = ({ ports, session }: Within): Client['push'] => {
  const subscribe = async (): Promise<Reach> => {
    const { api, clock, push } = ports;
    const self = session();
    if (!push) return 'unsupported';
    if (!self) return 'offline';
    const key = await api.pushKey(self.relay);
    if (!key.ok) return 'offline';
    const made = await within(
      clock,
      push().then((browser) => browser.subscribe(key.value)),
    );
    if (typeof made === 'string') return made;
    const kept = await api.savePush(self.relay, self.token, made);
    if (kept.ok) return 'reached';
    return kept.reason === 'bad_request' ? 'unknown' : 'offline';
  };

  return { subscribe: () => subscribe().catch(() => 'refused') };
};
