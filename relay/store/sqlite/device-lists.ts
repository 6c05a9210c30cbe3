import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import { type Connection, slot } from './database.ts';
import type { Part } from './part.ts';

export interface DeviceListOperations extends Part<'deviceLists' | 'formerLists' | 'forgetLists' | 'saveDeviceList'> {
  hasList(account: number): boolean;
}

/** Of one account: more than a person changes devices while somebody is away. */
const MOST_FORMER = 32;

export const deviceListOperations = ({ queries, prepare }: Connection): DeviceListOperations => {
  const versionOf = prepare(queries.selectFrom('device_lists').select('version').where('account', '=', slot<number>()));
  const ofAccount = prepare<SignedDeviceList>(
    queries.selectFrom('device_lists').select(['text', 'signature']).where('account', '=', slot<number>()),
  );
  const put = prepare(
    queries.replaceInto('device_lists').values({ account: slot(), version: slot(), text: slot(), signature: slot() }),
  );
  const keep = prepare(
    queries
      .insertInto('former_lists')
      .columns(['account', 'version', 'text', 'signature', 'followed_at'])
      .expression(
        queries
          .selectFrom('device_lists')
          .select(['account', 'version', 'text', 'signature', slot<number>().as('followed_at')])
          .where('account', '=', slot<number>()),
      ),
  );
  const forgetFirst = prepare(
    queries.deleteFrom('former_lists').where('account', '=', slot<number>()).where('version', '<=', slot<number>()),
  );
  const forgetOld = prepare(queries.deleteFrom('former_lists').where('followed_at', '<', slot<number>()));
  const former = prepare<SignedDeviceList>(
    queries
      .selectFrom('former_lists')
      .select(['text', 'signature'])
      .where('account', '=', slot<number>())
      .where('version', '>', slot<number>())
      .orderBy('version'),
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
    formerLists: (account, after) => former.all(account, after),
    forgetLists: (before) => {
      forgetOld.run(before);
    },
    saveDeviceList: ({ account, version, text, signature, devices, at }) => {
      if (version !== (versionOf.get(account)?.version ?? 0) + 1) return false;
      keep.run(at, account);
      forgetFirst.run(account, version - 1 - MOST_FORMER);
      put.run(account, version, text, signature);
      unlist.run(0, account);
      for (const device of devices) list.run(1, account, device);
      return true;
    },
  };
};
