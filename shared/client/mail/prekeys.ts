import type { Clock, DeviceSecrets, History, Sealer, StoredSession, Windows } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** How long others seal for the same prekey (security.md, decision 1). */
const LIFE_MS = 24 * 3_600_000;
/** How long a prekey is kept once a newer one is at the relay: a sender's boxes may be a day old, its device list an hour. */
const KEPT_MS = 48 * 3_600_000;
/** A socket that has been open for this long has brought everything that waited in the mailbox. */
const DRAIN_MS = 10 * 60_000;
/** A socket may stay open for days. */
const LOOK_MS = 6 * 3_600_000;

export interface PrekeysOptions {
  readonly history: History;
  readonly windows: Windows;
  readonly clock: Clock;
  readonly line: Line;
  readonly sealer: () => Promise<Sealer>;
  readonly session: () => StoredSession | undefined;
  /** Everything that has come from the mailbox is stored. */
  readonly isDrained: () => boolean;
  readonly onBroken: (error: unknown) => void;
}

/** Renews the key that others seal for, once for the whole device, and forgets old ones when nothing can need them. */
export interface Prekeys {
  renew(): void;
  close(): void;
}

export const createPrekeys = (options: PrekeysOptions): Prekeys => {
  const { history, windows, clock, line, sealer, session, isDrained, onBroken } = options;
  let stopLooking = (): void => {};
  let stopDraining = (): void => {};

  /** A prekey goes when one that came after it has been at the relay for long enough. */
  const forget = ({ signing, prekeys }: DeviceSecrets): DeviceSecrets => {
    const settled = prekeys.findLastIndex(({ since }) => since !== undefined && clock.now() - since > KEPT_MS);
    return { signing, prekeys: prekeys.slice(Math.max(settled, 0)) };
  };

  const told = ({ signing, prekeys }: DeviceSecrets, id: number): DeviceSecrets => ({
    signing,
    prekeys: prekeys.map((prekey) => (prekey.id === id ? { ...prekey, since: clock.now() } : prekey)),
  });

  /** Not for a device that has been signed out meanwhile. */
  const save = async (self: StoredSession, secrets: DeviceSecrets): Promise<void> => {
    if ((await history.session())?.device === self.device) await history.saveSession(self, secrets);
  };

  const work = async (): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    const since = secrets?.prekeys.at(-1)?.since;
    if (!self || !secrets || (since !== undefined && clock.now() - since < LIFE_MS)) return;
    const made = await (await sealer()).newPrekey(secrets);
    // Ours before it is anybody's: what is sealed for it can be opened.
    await save(self, made.secrets);
    const answer = await line.request({ type: 'prekey', prekey: made.prekey });
    if (answer.ok) await save(self, told(made.secrets, made.prekey.id));
  };

  /** What waits in the mailbox may be older than any clock says: keys go once it is empty, and not before. */
  const tidy = async (): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    if (!self || !secrets || !isDrained()) return;
    const left = forget(secrets);
    if (left.prekeys.length < secrets.prekeys.length) await save(self, left);
  };

  const tidyLater = (): void => {
    const endpoint = line.welcome()?.endpoint;
    stopDraining();
    stopDraining = clock.after(DRAIN_MS, () => {
      if (endpoint !== undefined && line.welcome()?.endpoint === endpoint)
        void windows.exclusive('prekeys', tidy).catch(onBroken);
    });
  };

  const renew = (): void => {
    stopLooking();
    stopLooking = clock.after(LOOK_MS, renew);
    if (line.welcome()) void windows.exclusive('prekeys', work).catch(onBroken);
    tidyLater();
  };

  return {
    renew,
    close: () => {
      stopLooking();
      stopDraining();
    },
  };
};
