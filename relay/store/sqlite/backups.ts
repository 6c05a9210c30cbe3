import { type Connection, slot } from './database.ts';
import type { Part } from './part.ts';

export const backupOperations = ({ queries, prepare }: Connection): Part<'backup' | 'saveBackup'> => {
  const ofAccount = prepare(queries.selectFrom('backups').select('bytes').where('account', '=', slot<number>()));
  const put = prepare(queries.replaceInto('backups').values({ account: slot(), bytes: slot(), saved_at: slot() }));

  return {
    backup: (account) => ofAccount.get(account)?.bytes,
    saveBackup: (account, bytes, at) => {
      put.run(account, bytes, at);
    },
  };
};
