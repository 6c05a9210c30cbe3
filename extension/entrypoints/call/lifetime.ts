import type { Client } from '#shared/client/client.ts';
import type { Call } from '#shared/core/call/call.ts';
import { closesIn } from './linger.ts';

const isMine = (call: Call): boolean => call.phase === 'outgoing' || call.phase === 'active';

/** Closing the window during a call asks first, then hangs up. */
export const hangUpOnClose = (client: Client): void => {
  addEventListener('beforeunload', (event) => {
    if (isMine(client.state().call)) event.preventDefault();
  });
  addEventListener('pagehide', () => {
    if (isMine(client.state().call)) client.call.hangUp();
  });
};

/** Closes the window some seconds after it has nothing left to show, unless the person does something in it. */
export const closeWhenOver = (client: Client): void => {
  let hadCall = false;
  let closing: { readonly of: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  let kept: string | undefined;

  const keep = (): void => {
    if (!closing) return;
    clearTimeout(closing.timer);
    kept = closing.of;
    closing = undefined;
  };

  const consider = (): void => {
    const state = client.state();
    const { call } = state;
    const of = call.phase === 'none' ? 'nothing' : `${call.phase} ${call.call}`;
    if (closing && closing.of !== of) {
      clearTimeout(closing.timer);
      closing = undefined;
    }
    const ms = closesIn(state, hadCall);
    hadCall ||= call.phase !== 'none';
    if (ms === undefined || closing || kept === of) return;
    closing = { of, timer: setTimeout(() => window.close(), ms) };
  };

  addEventListener('pointerdown', keep);
  addEventListener('keydown', keep);
  client.subscribe(consider);
  consider();
};
