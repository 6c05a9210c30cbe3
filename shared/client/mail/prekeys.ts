import type { Clock, DevicePrekey, DeviceSecrets, History, Sealer, StoredSession, Windows } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** How long others seal for the same prekey (security.md, decision 1). */
const LIFE_MS = 24 * 3_600_000;
/** How long a prekey is kept once a newer one is at the relay: a sender's boxes may be a day old, its device list an hour. */
const KEPT_MS = 48 * 3_600_000;
/** A socket that has been open for this long has brought everything that waited in the mailbox. */
const DRAIN_MS = 10 * 60_000;
/** How many one-time prekeys are at the relay after each renewal (security.md, "Prekeys"). */
const ONE_TIME = 100;
/** So many that have opened nothing are kept. Whoever asks for more without using them gets the prekey. */
const UNUSED = 1_000;

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

/** Renews the keys that others seal for, once for the whole device, and forgets old ones when nothing can need them. */
export interface Prekeys {
  renew(): void;
  /**
   * Before their time: the relay has few one-time keys left of those that came with this prekey, or, where none is
   * named, it gives out what is used up. Not where too many that it has given out were never used.
   */
  refill(prekey?: number): void;
  close(): void;
}

export const createPrekeys = (options: PrekeysOptions): Prekeys => {
  const { history, windows, clock, line, sealer, session, isDrained, onBroken } = options;
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

  const work = async (isDue: (newest: DevicePrekey | undefined) => Promise<boolean>): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    if (!self || !secrets || !(await isDue(secrets.prekeys.at(-1)))) return;
    const made = await (await sealer()).newPrekeys(secrets, ONE_TIME);
    // Ours before they are anybody's: what is sealed for them can be opened.
    await history.saveKeys(self.device, made.secrets, made.oneTimeKeys);
    const answer = await line.request({ type: 'prekey', prekey: made.prekey, one_time: [...made.oneTimePrekeys] });
    if (answer.ok) await history.saveKeys(self.device, told(made.secrets, made.prekey.id), []);
  };

  const isOld = async (newest?: DevicePrekey): Promise<boolean> =>
    newest?.since === undefined || clock.now() - newest.since >= LIFE_MS;

  /** What waits in the mailbox may be older than any clock says: keys go once it is empty, and not before. */
  const tidy = async (): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    if (!self || !secrets || !isDrained()) return;
    const left = forget(secrets);
    if (left.prekeys.length < secrets.prekeys.length) await history.saveKeys(self.device, left, []);
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
    void windows.exclusive('prekeys', () => work(isOld)).catch(onBroken);
    tidyLater();
  };

  const refill = (prekey?: number): void => {
    // Another context, which has heard of it too, may have been first.
    const isDue = async (newest?: DevicePrekey) =>
      (prekey === undefined || newest?.id === prekey) && (await history.oneTimeKeys()) < UNUSED;
    void windows.exclusive('prekeys', () => work(isDue)).catch(onBroken);
  };

  return {
    renew,
    refill,
    close: () => stopDraining(),
  };
};
