import { join } from 'node:path';
import { accessKeyOperations } from './access-keys.ts';
import { accountOperations } from './accounts.ts';
import { auditLog } from './audit-log.ts';
import { DATABASE, requireData } from './back-up.ts';
import { type Connection, connect } from './database.ts';
import type { Part } from './part.ts';
import { secondFactorOperations } from './second-factors.ts';

export interface ErrandData extends Pick<Connection, 'atomically' | 'close'> {
  readonly accounts: Part<'accountByLogin' | 'setPassword' | 'removeSecondFactor'>;
}

/**
 * A relay's accounts, for a command that is run beside it, also while it runs. Mailboxes are left to the relay, which
 * keeps a part of them in memory. Throws in words where the data is not there, or a newer relay has written it.
 */
export const openForErrand = (dataDir: string): ErrandData => {
  const file = join(dataDir, DATABASE);
  requireData(file);
  const connection = connect(file);
  const audit = auditLog(connection);
  return {
    accounts: {
      ...accountOperations(connection, accessKeyOperations(connection, audit), audit),
      ...secondFactorOperations(connection, audit),
    },
    atomically: connection.atomically,
    close: connection.close,
  };
};
