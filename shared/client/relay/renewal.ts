import type { Reason } from '#shared/core/reason.ts';
import type { Clock, History, RelayApi, StoredSession, Windows } from '../ports.ts';

/** How long a device shows the same token (security.md row 6). */
const LIFE_MS = 24 * 3_600_000;

export interface RenewalOptions {
  readonly api: RelayApi;
  readonly history: History;
  readonly windows: Windows;
  /** This context has yet to take the session from the store; the others have been told. */
  readonly onRenewed: () => Promise<void>;
}

const keep = async (
  { history, windows, onRenewed }: RenewalOptions,
  { token }: StoredSession,
  next: string,
  since: number,
): Promise<void> => {
  await history.renewToken(token, next, since);
  windows.post({ type: 'session-changed' });
  await onRenewed();
};

/** Asks for another token when the present one is a day old, once for the whole device. */
export const renewToken = (options: RenewalOptions & { readonly clock: Clock }): Promise<void> =>
  options.windows.exclusive('token', async () => {
    const self = await options.history.session();
    if (!self) return;
    const now = options.clock.now();
    const age = now - (self.since ?? 0);
    // Below 0 where the clock was ahead when the token came, and was set right.
    if (age >= 0 && age < LIFE_MS) return;
    const renewed = await options.api.renewToken(self.relay, self.token);
    // The present one is good as long as the new one is not shown.
    if (renewed.ok) await keep(options, self, renewed.value, now);
  });

/**
 * Where the relay does not know a token: goes on to the one that another context has put in its place, else back to the
 * newest of the earlier ones that it knows, as where its data has been restored from a backup. Resolves to why there is
 * no link now: `unauthorized` only where it knows none of them.
 */
export const goBack = async (options: RenewalOptions, refused: string): Promise<Reason> => {
  let reason: Reason = 'unauthorized';
  await options.windows.exclusive('token', async () => {
    const self = await options.history.session();
    if (!self) return;
    if (self.token !== refused) {
      await options.onRenewed();
      reason = 'offline';
      return;
    }
    for (const token of self.former ?? []) {
      const ticket = await options.api.ticket(self.relay, token);
      if (!ticket.ok && ticket.reason === 'unauthorized') continue;
      if (ticket.ok) await keep(options, self, token, 0);
      // The next try is with this token, or with all of them again.
      reason = ticket.ok ? 'offline' : ticket.reason;
      return;
    }
  });
  return reason;
};
