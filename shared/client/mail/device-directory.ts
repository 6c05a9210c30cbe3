import { failed, type Outcome } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { AccountId, DeviceId } from '#shared/protocol/ids.ts';
import type { History } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** Whose devices have which keys: from the store, and from the relay where the store does not know. */
export interface DeviceDirectory {
  /** All devices of these people. `fresh` asks the relay in any case. */
  of(accounts: readonly AccountId[], fresh: boolean): Promise<Outcome<readonly DeviceKeys[]>>;
  /** `unsealable` where the relay does not know such a device either. */
  one(account: AccountId, device: DeviceId): Promise<Outcome<DeviceKeys>>;
}

export const createDeviceDirectory = (history: History, line: Line): DeviceDirectory => {
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
    }
    return { ok: true, value: devices };
  };

  const known = async (accounts: readonly AccountId[]): Promise<readonly DeviceKeys[] | undefined> => {
    const lists = await Promise.all(accounts.map((account) => history.devices(account)));
    return lists.every((list) => list.length > 0) ? lists.flat() : undefined;
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
      const asked = await fetched([account]);
      if (!asked.ok) return asked;
      const keys = find(asked.value);
      return keys ? { ok: true, value: keys } : failed('unsealable');
    },
  };
};
