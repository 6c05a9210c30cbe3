import type { Clock, History, RelayApi, Windows } from '../ports.ts';

/** How long a device shows the same token (security.md row 6). */
const LIFE_MS = 24 * 3_600_000;

export interface RenewalOptions {
  readonly api: RelayApi;
  readonly history: History;
  readonly windows: Windows;
  readonly clock: Clock;
  /** This context has yet to take the session from the store; the others have been told. */
  readonly onRenewed: () => Promise<void>;
  readonly onBroken: (error: unknown) => void;
}

/** Asks for another token when the present one is a day old, once for the whole device. */
export const createRenewal = (options: RenewalOptions): (() => void) => {
  const { api, history, windows, clock, onRenewed, onBroken } = options;

  const work = async (): Promise<void> => {
    const self = await history.session();
    if (!self) return;
    const age = clock.now() - (self.since ?? 0);
    // Below 0 where the clock was ahead when the token came, and was set right.
    if (age >= 0 && age < LIFE_MS) return;
    const renewed = await api.renewToken(self.relay, self.token);
    // The present one is good as long as the new one is not shown.
    if (!renewed.ok) return;
    await history.renewToken(self.token, renewed.value, clock.now());
    windows.post({ type: 'session-changed' });
    await onRenewed();
  };

  return () => void windows.exclusive('token', work).catch(onBroken);
};
