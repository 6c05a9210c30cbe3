import type { Client } from '#shared/client/client.ts';
import type { Windows } from '#shared/client/ports.ts';
import type { AppState } from '#shared/core/app.ts';
import type { IncomingCall } from '#shared/core/call/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';

/** How long a visible page of this device has to take the ring (DESIGN: one client, many windows). */
const GRACE_MS = 300;

/** Where a ring is shown when no page shows it. */
export interface RingSigns {
  show(call: IncomingCall, state: AppState): void;
  remove(call: CallId): void;
}

/** Rings for this device when no visible page of it does, until the call is answered, refused or over. */
export const watchRing = (client: Client, windows: Windows, signs: RingSigns): void => {
  let ringing: { readonly call: CallId; readonly grace: ReturnType<typeof setTimeout> } | undefined;
  // A page may say so before this socket has brought the call.
  let taken: CallId | undefined;

  const begin = (call: IncomingCall): void => {
    const grace = setTimeout(() => {
      if (taken !== call.call) signs.show(call, client.state());
    }, GRACE_MS);
    ringing = { call: call.call, grace };
  };

  const end = (): void => {
    if (!ringing) return;
    clearTimeout(ringing.grace);
    signs.remove(ringing.call);
    ringing = undefined;
  };

  client.subscribe(({ call }) => {
    const incoming = call.phase === 'incoming' && call.answering === undefined ? call : undefined;
    if (incoming?.call === ringing?.call) return;
    end();
    if (incoming) begin(incoming);
  });
  windows.listen((message) => {
    if (message.type === 'ring-taken') taken = message.call;
  });
};
