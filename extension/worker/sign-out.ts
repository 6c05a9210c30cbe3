import type { Client } from '#shared/client/client.ts';
import { withdrawAll } from '../platform/notifications.ts';
import { forgetRelays } from '../platform/permissions.ts';

/** Once nobody is signed in any more, nothing of them stays in the browser: the client has erased its store by then. */
export const clearOnSignOut = (client: Client): void => {
  let before = client.state().session.state;
  client.subscribe(({ session }) => {
    const ended = before === 'signed-in' && session.state === 'signed-out';
    before = session.state;
    if (!ended) return;
    void withdrawAll();
    void forgetRelays();
  });
};
