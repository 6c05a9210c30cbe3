import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { IncomingCall } from '#shared/core/call/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';

/** Where a ring is shown when no page shows it. */
export interface RingSigns {
  show(call: IncomingCall, state: AppState): void;
  remove(call: CallId): void;
}

/**
 * Rings for this device when no page of it took the ring in time, until the call is answered, refused or over. A page
 * that takes it later, such as the call window opened for it, leaves what is shown.
 */
export const watchRing = (client: Client, signs: RingSigns): void => {
  let shown: CallId | undefined;
  client.subscribe((state) => {
    const { call } = state;
    const incoming = call.phase === 'incoming' && call.answering === undefined ? call : undefined;
    if (shown !== undefined && incoming?.call !== shown) {
      signs.remove(shown);
      shown = undefined;
    }
    if (!incoming?.ringsHere || shown !== undefined) return;
    shown = incoming.call;
    signs.show(incoming, state);
  });
};
