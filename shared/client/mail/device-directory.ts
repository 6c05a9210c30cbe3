import type { Doubt } from '#shared/core/identity/identity.ts';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { ListedDevice } from '#shared/protocol/device-list.ts';
import type { AccountId, DeviceId, EndpointId, Instant } from '#shared/protocol/ids.ts';
import { gapOf, withPassedOver } from '../identity/passed-over.ts';
import { writerOf } from '../identity/pin.ts';
import { isConfirmed } from '../identity/standing.ts';
import { createTrust, type TrustOptions, type Weighed } from '../identity/trust.ts';
import type { Line } from '../relay/line.ts';

/** How long a list is sealed for without asking again: prekeys change every day (security.md, decision 1). */
const FRESH_MS = 3_600_000;

/** Whose devices have which keys: from the store, and from the relay where the store does not know. Only listed ones. */
export interface DeviceDirectory {
  /**
   * All devices of these people, to seal for. `fresh` asks the relay in any case. `unconfirmed` where nobody would open
   * what this device seals, `identity_changed` where a verified person may be somebody else now.
   */
  of(accounts: readonly AccountId[], fresh: boolean): Promise<Outcome<readonly DeviceKeys[]>>;
  /** As far as was told, this person is signed in nowhere, or so newly that nothing is confirmed. */
  isAbsent(account: AccountId): Promise<boolean>;
  /**
   * The device that something in the mailbox was sent with, which may have been signed out meanwhile. `unsealable` where
   * its owner never listed such a device, as far as can be told.
   */
  writer(account: AccountId, device: DeviceId): Promise<Outcome<ListedDevice>>;
  /** The relay's word on these people's devices, and what is to be made of it. */
  ask(accounts: readonly AccountId[]): Promise<Outcome<Weighed>>;
  /** What was told about this person is old. */
  forget(account: AccountId): void;
}

export interface DeviceDirectoryOptions extends TrustOptions {
  readonly line: Line;
  readonly onDoubt: (doubt: Doubt) => void;
}

/** The relay's last word on somebody. */
interface Told {
  readonly at: Instant;
  readonly endpoint: EndpointId | undefined;
  readonly absent: boolean;
}

export const createDeviceDirectory = (options: DeviceDirectoryOptions): DeviceDirectory => {
  const { history, clock, line, identities, session, onDoubt } = options;
  const trust = createTrust(options);
  const asked = new Map<AccountId, Told>();
  /** How often what was told about somebody has become old. */
  const changes = new Map<AccountId, number>();

  const ask = async (accounts: readonly AccountId[], again = true): Promise<Outcome<Weighed>> => {
    const before = accounts.map((account) => changes.get(account));
    const endpoint = line.welcome()?.endpoint;
    const answer = await line.request({ type: 'devices', accounts: [...accounts] });
    if (!answer.ok) return answer;
    if (answer.value.type !== 'devices') return failed('internal');
    const weighed = await trust.weigh(accounts, answer.value.devices, answer.value.lists);
    // A newer list may have overtaken this answer.
    if (again && weighed.doubts.some(({ what }) => what === 'older')) return ask(accounts, false);
    for (const doubt of weighed.doubts) onDoubt(doubt);
    for (const [index, account] of accounts.entries()) {
      const isTheirs = (device: DeviceKeys): boolean => device.account === account;
      await history.saveDevices(account, weighed.listed.filter(isTheirs));
      // Devices that a known identity does not name are no reason to wait, but one to refuse.
      const absent = !answer.value.devices.some(isTheirs) || !(await history.pin(account));
      if (changes.get(account) === before[index]) asked.set(account, { at: clock.now(), endpoint, absent });
    }
    return { ok: true, value: weighed };
  };

  const fetched = async (accounts: readonly AccountId[]): Promise<Outcome<readonly DeviceKeys[]>> => {
    const weighed = await ask(accounts);
    return weighed.ok ? { ok: true, value: weighed.value.listed } : weighed;
  };

  /** Why nothing is sealed for these people now. */
  const obstacle = async (accounts: readonly AccountId[]): Promise<'unconfirmed' | 'identity_changed' | undefined> => {
    const self = session();
    if (!self || !(await isConfirmed(history, self))) return 'unconfirmed';
    const pins = await Promise.all(accounts.map((account) => history.pin(account)));
    return pins.some((pin) => pin?.offered) ? 'identity_changed' : undefined;
  };

  const knownOf = async (account: AccountId): Promise<readonly DeviceKeys[] | undefined> => {
    const last = asked.get(account);
    if (!last || clock.now() - last.at >= FRESH_MS) return undefined;
    // A first device is told of once, and only to who is there.
    return last.absent && last.endpoint !== line.welcome()?.endpoint ? undefined : history.devices(account);
  };

  const known = async (accounts: readonly AccountId[]): Promise<readonly DeviceKeys[] | undefined> => {
    const lists = await Promise.all(accounts.map(knownOf));
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  };

  const knownWriter = async (account: AccountId, device: DeviceId): Promise<ListedDevice | undefined> => {
    const pin = await history.pin(account);
    return pin && writerOf(pin, device, clock.now());
  };

  /** Lists that came and went while this device was away name devices, too. */
  const recover = async (account: AccountId): Promise<Outcome> => {
    const pin = await history.pin(account);
    const after = pin && gapOf(pin);
    if (!pin || after === undefined) return done;
    const answer = await line.request({ type: 'devices', accounts: [account], after });
    if (!answer.ok) return answer;
    if (answer.value.type !== 'devices') return failed('internal');
    const { check } = await identities();
    const lists = (await Promise.all(answer.value.lists.map(check))).filter((list) => list !== undefined);
    await history.changePin(account, (present) => withPassedOver(present ?? pin, lists, clock.now()));
    return done;
  };

  return {
    of: async (accounts, fresh) => {
      const stored = fresh ? undefined : await known(accounts);
      const found: Outcome<readonly DeviceKeys[]> = stored ? { ok: true, value: stored } : await fetched(accounts);
      const reason = await obstacle(accounts);
      return reason ? failed(reason) : found;
    },
    isAbsent: async (account) => asked.get(account)?.absent ?? false,
    writer: async (account, device) => {
      const known = await knownWriter(account, device);
      if (known) return { ok: true, value: known };
      const told = await ask([account]);
      if (!told.ok) return told;
      const listed = await knownWriter(account, device);
      if (listed) return { ok: true, value: listed };
      const recovered = await recover(account);
      if (!recovered.ok) return recovered;
      const writer = await knownWriter(account, device);
      return writer ? { ok: true, value: writer } : failed('unsealable');
    },
    ask: (accounts) => ask(accounts),
    forget: (account) => {
      asked.delete(account);
      changes.set(account, (changes.get(account) ?? 0) + 1);
    },
  };
};
