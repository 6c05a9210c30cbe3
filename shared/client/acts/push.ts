import type { Reach } from '#shared/protocol/ring-test.ts';
import type { Client } from '../client.ts';
import { subscribePush } from '../push/subscribe.ts';
import type { Within } from './within.ts';

/** Being reached while no context is open. */
export const pushActs = ({ ports, session }: Within): Client['push'] => {
  const unsubscribe = async (): Promise<void> => {
    const self = session();
    if (self) await ports.api.forgetPush(self.relay, self.token);
    await (await ports.push?.())?.unsubscribe();
  };

  const subscribe = async (): Promise<Reach> => {
    const self = session();
    if (!ports.push) return 'unsupported';
    if (ports.callsUnsupported) {
      await unsubscribe();
      return 'unsupported';
    }
    return self ? subscribePush(ports, await ports.push(), self) : 'offline';
  };

  return {
    subscribe: () => subscribe().catch(() => 'refused'),
    // What the browser does not give back ends with its first push: nobody is there to take it.
    unsubscribe: () => unsubscribe().catch(() => {}),
  };
};
