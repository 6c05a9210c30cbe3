import type { SignedDeviceList } from '#shared/protocol/device-list.ts';
import { type Connection, slot } from './database.ts';
import type { Part } from './part.ts';

export interface DeviceListOperations extends Part<'deviceLists' | 'saveDeviceList'> {
  hasList(account: number): boolean;
}

export const deviceListOperations = ({ queries, prepare }: Connection): DeviceListOperations => {
  const versionOf = prepare(queries.selectFrom('device_lists').select('version').where('account', '=', slot<number>()));
  const ofAccount = prepare<SignedDeviceList>(
    queries.selectFrom('device_lists').select(['text', 'signature']).where('account', '=', slot<number>()),
  );
  const put = prepare(
    queries.replaceInto('device_lists').values({ account: slot(), version: slot(), text: slot(), signature: slot() }),
  );
  const unlist = prepare(
    queries.updateTable('devices').set({ listed: slot<number>() }).where('account', '=', slot<number>()),
  );
  const list = prepare(
    queries
      .updateTable('devices')
      .set({ listed: slot<number>() })
      .where('account', '=', slot<number>())
      .where('uid', '=', slot<string>()),
  );

  return {
    hasList: (account) => versionOf.get(account) !== undefined,
    deviceLists: (accounts) => accounts.map((account) => ofAccount.get(account)),
    saveDeviceList: ({ account, version, text, signature, devices }) => {
      if (version !== (versionOf.get(account)?.version ?? 0) + 1) return false;
      put.run(account, version, text, signature);
      unlist.run(0, account);
      for (const device of devices) list.run(1, account, device);
      return true;
    },
  };
};
