import { failed, type Outcome } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { AccountId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { Clock, History } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** How long a list is sealed for without asking again: prekeys change every day (security.md, decision 1). */
const FRESH_MS = 3_600_000;

/** Whose devices have which keys: from the store, and from the relay where the store does not know. */
export interface DeviceDirectory {
  /** All devices of these people, to seal for. `fresh` asks the relay in any case. */
  of(accounts: readonly AccountId[], fresh: boolean): Promise<Outcome<readonly DeviceKeys[]>>;
  /** The device of a sender. `unsealable` where the relay does not know such a device either. */
  one(account: AccountId, device: DeviceId): Promise<Outcome<DeviceKeys>>;
}

export const createDeviceDirectory = (history: History, clock: Clock, line: Line): DeviceDirectory => {
  const asked = new Map<AccountId, Instant>();

  const fetched = async (accounts: readonly AccountId[]): Promise<Outcome<readonly DeviceKeys[]>> => {
    const answer = await line.request({ type: 'devices', accounts: [...accounts] });
    if (!answer.ok) return answer;
    if (answer.value.type !== 'devices') return failed('internal');
    const { devices } = answer.value;
    for (const account of accounts) {
      await history.saveDevices(
        account,
        devices.filter((device) => device.account === account),
      );
      asked.set(account, clock.now());
    }
    return { ok: true, value: devices };
  };

  const isFresh = (account: AccountId): boolean => clock.now() - (asked.get(account) ?? 0) < FRESH_MS;

  const known = async (accounts: readonly AccountId[]): Promise<readonly DeviceKeys[] | undefined> => {
    if (!accounts.every(isFresh)) return undefined;
    return (await Promise.all(accounts.map((account) => history.devices(account)))).flat();
  };

  return {
    of: async (accounts, fresh) => {
      const stored = fresh ? undefined : await known(accounts);
      return stored ? { ok: true, value: stored } : fetched(accounts);
    },
    one: async (account, device) => {
      const find = (list: readonly DeviceKeys[]): DeviceKeys | undefined => list.find((keys) => keys.device === device);
      const stored = find(await history.devices(account));
      if (stored) return { ok: true, value: stored };
      const told = await fetched([account]);
      if (!told.ok) return told;
      const keys = find(told.value);
      return keys ? { ok: true, value: keys } : failed('unsealable');
    },
  };
};
