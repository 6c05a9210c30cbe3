import type { Client } from '#shared/client/client.ts';
import { withdrawAll } from '../platform/notifications.ts';
import { forgetRelays } from '../platform/permissions.ts';

/** Once nobody is signed in any more, nothing of them stays in the browser: the client has erased its store by then. */
export const clearOnSignOut = (client: Client): void => {
  let before = client.state().session.state;
  client.subscribe(({ session }) => {
    const was = before;
    before = session.state;
    if (was === before || before !== 'signed-out') return;
    // Also by a worker that the browser had ended meanwhile.
    void withdrawAll();
    // The window in which they have signed out cannot take it back.
    void client.push.unsubscribe();
    // Not by that one: who is about to sign in has just granted it.
    if (was === 'signed-in') void forgetRelays();
  });
};
