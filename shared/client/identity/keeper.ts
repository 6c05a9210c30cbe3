import type { Identity } from '#shared/core/identity/identity.ts';
import { done, failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { DeviceList, ListedDevice } from '#shared/protocol/device-list.ts';
import type { DeviceId } from '#shared/protocol/ids.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { Clock, History, StoredSession, Windows } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import type { IdentityKeys, OwnIdentity } from './identity-keys.ts';
import { type CheckedList, follow, newPin, type Pin } from './pin.ts';
import { isConfirmed } from './standing.ts';

/** Before a relay that takes nothing for the moment is asked again. */
const AGAIN_MS = 5_000;

/** What a relay may take a little later. Where there is no socket the next one asks. */
const passing: ReadonlySet<Reason> = new Set(['rate_limited', 'unavailable', 'internal', 'disk_full']);

export interface KeeperOptions {
  readonly history: History;
  readonly windows: Windows;
  readonly clock: Clock;
  readonly line: Line;
  readonly directory: DeviceDirectory;
  readonly identities: () => Promise<IdentityKeys>;
  readonly session: () => StoredSession | undefined;
  readonly show: (identity: Partial<Identity>) => void;
  /** What is known of identities is another now; this device may have been confirmed. */
  readonly onChanged: () => void;
  readonly onBroken: (error: unknown) => void;
}

/** Keeps the account's device list: makes the first one, and signs the next where this device has the account's key. */
export interface Keeper {
  /** Asks the relay how this device stands, and does what follows from it. Never rejects. */
  look(): Promise<void>;
  /** Signs a list without this device. */
  expel(device: DeviceId): Promise<Outcome>;
  /** A new identity in place of the one that this device does not have. */
  startOver(): Promise<Outcome>;
}

export const createKeeper = (options: KeeperOptions): Keeper => {
  const { history, windows, clock, line, directory, identities, session, show, onChanged, onBroken } = options;
  /** Publishes a list that follows `before` and keeps it once the relay has it. */
  const publish = async (
    self: StoredSession,
    identity: OwnIdentity,
    before: Pick<Pin, 'version' | 'hashes'> | undefined,
    devices: readonly ListedDevice[],
  ): Promise<Outcome> => {
    const keys = await identities();
    const { uid } = self.account;
    const list: DeviceList = {
      account: uid,
      identity_key: identity.key,
      version: (before?.version ?? 0) + 1,
      previous: before?.hashes[before.version] ?? '',
      devices: [...devices],
    };
    const signed = await keys.sign(identity, list);
    const answer = await line.request({ type: 'device-list', list: signed });
    if (!answer.ok) return answer;
    const checked = await keys.check(signed);
    if (!checked) return failed('internal');
    await history.changePin(uid, (pin) =>
      pin?.identity_key === identity.key ? follow(pin, checked, clock.now()) : { ...newPin(checked), verified: true },
    );
    if (devices.some(({ device }) => device === self.device)) await history.saveJoined(identity.key, self.device);
    onChanged();
    return done;
  };

  /** Signs the next list, from the newest there is. */
  const amend = async (change: (devices: readonly ListedDevice[]) => readonly ListedDevice[]): Promise<Outcome> => {
    const self = session();
    if (!self) return failed('unauthorized');
    let outcome: Outcome = failed('stale_devices');
    await windows.exclusive('identity', async () => {
      // Another own device may have been first.
      for (let attempt = 0; attempt < 2 && !outcome.ok && outcome.reason === 'stale_devices'; attempt += 1) {
        const asked = await directory.ask([self.account.uid]);
        const [identity, pin] = await Promise.all([history.identity(), history.pin(self.account.uid)]);
        if (!asked.ok) outcome = asked;
        else if (!identity || pin?.identity_key !== identity.key || pin.offered) outcome = failed('unconfirmed');
        else {
          const devices = change(pin.devices);
          outcome = devices.length === pin.devices.length ? done : await publish(self, identity, pin, devices);
        }
      }
    });
    void look();
    return outcome;
  };

  const thisDevice = async (self: StoredSession): Promise<ListedDevice | undefined> => {
    const secrets = await history.secrets();
    if (!secrets) return undefined;
    const { signingKey } = await identities();
    return { device: self.device, signing_key: await signingKey(secrets), added_at: clock.now() };
  };

  const startAs = async (self: StoredSession, before?: CheckedList): Promise<Outcome> => {
    const me = await thisDevice(self);
    if (!me) return failed('unauthorized');
    const identity = await (await identities()).create();
    // Ours before it is anybody's: what is pinned elsewhere can be signed for here.
    await history.saveIdentity(identity);
    const former = before && { version: before.list.version, hashes: { [before.list.version]: before.hash } };
    return publish(self, identity, former, [me]);
  };

  let stopWaiting = (): void => {};
  /** Nobody else would, as long as the socket stays: until then nobody can write to this device, or call it. */
  const lookAgain = (outcome: Outcome<unknown>): void => {
    stopWaiting();
    if (!outcome.ok && passing.has(outcome.reason)) stopWaiting = clock.after(AGAIN_MS, () => void look());
  };

  const work = async (): Promise<void> => {
    const self = session();
    if (!self || !line.welcome()) return;
    const { uid } = self.account;
    const asked = await directory.ask([uid]);
    if (!asked.ok) return lookAgain(asked);
    const { lists, ghosts } = asked.value;
    const [identity, pin] = await Promise.all([history.identity(), history.pin(uid)]);
    let kept: Outcome = done;
    if (!pin && lists.length === 0) kept = await startFirst(self, identity);
    else if (identity && pin && pin.identity_key === identity.key && !pin.offered)
      kept = await rejoin(self, identity, pin);
    lookAgain(kept);
    const waiting = ghosts.map(({ device }: DeviceKeys) => device).filter((device) => device !== self.device);
    const confirmed = await isConfirmed(history, self);
    show({ device: confirmed ? 'confirmed' : 'unconfirmed', waiting: confirmed ? waiting : [] });
  };

  /** Nobody has spoken for this account yet. A key from before a crash is used again. */
  const startFirst = async (self: StoredSession, identity: OwnIdentity | undefined): Promise<Outcome> => {
    const me = identity && (await thisDevice(self));
    return identity && me ? publish(self, identity, undefined, [me]) : startAs(self);
  };

  /**
   * The same browser, signed in anew, still has the account's key. What was taken off the list stays off it, also under
   * the name of another device: it has to be confirmed like a new one, or be given the recovery key.
   */
  const rejoin = async (self: StoredSession, identity: OwnIdentity, pin: Pin): Promise<Outcome> => {
    const me = await thisDevice(self);
    const isRemoved = (device: DeviceId): boolean => pin.removed.includes(device);
    if (!me || isRemoved(me.device) || (identity.joined && isRemoved(identity.joined))) return done;
    if (pin.devices.some(({ device }) => device === me.device)) return done;
    return publish(self, identity, pin, [...pin.devices, me]);
  };

  const look = async (): Promise<void> => {
    if (line.welcome()) await windows.exclusive('identity', work).catch(onBroken);
  };

  return {
    look,
    expel: (device) => amend((devices) => devices.filter((listed) => listed.device !== device)),
    startOver: async () => {
      const self = session();
      if (!self) return failed('unauthorized');
      let outcome: Outcome = failed('offline');
      await windows.exclusive('identity', async () => {
        const asked = await directory.ask([self.account.uid]);
        const before = asked.ok ? asked.value.lists[0] : undefined;
        outcome = asked.ok ? await startAs(self, before) : asked;
      });
      void look();
      return outcome;
    },
  };
};
