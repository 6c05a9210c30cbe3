import type { AuditLog } from './audit-log.ts';
import { type Connection, slot } from './database.ts';
import type { Part } from './part.ts';

type SecondFactorOperations = Part<
  | 'secondFactor'
  | 'saveSecondFactor'
  | 'spendStep'
  | 'spendRecoveryCode'
  | 'replaceRecoveryCodes'
  | 'removeSecondFactor'
>;

export const secondFactorOperations = (
  { queries, prepare }: Connection,
  { note }: Pick<AuditLog, 'note'>,
): SecondFactorOperations => {
  const ofAccount = prepare(
    queries.selectFrom('second_factors').select('secret').where('account', '=', slot<number>()),
  );
  const insert = prepare<{ account: number }>(
    queries
      .insertInto('second_factors')
      .values({ account: slot(), secret: slot(), used_step: slot(), since: slot() })
      .onConflict((conflict) => conflict.doNothing())
      .returning('account'),
  );
  const insertCode = prepare(queries.insertInto('recovery_codes').values({ account: slot(), hash: slot() }));
  const spend = prepare<{ account: number }>(
    queries
      .updateTable('second_factors')
      .set({ used_step: slot<number>() })
      .where('account', '=', slot<number>())
      .where('used_step', '<', slot<number>())
      .returning('account'),
  );
  const spendCode = prepare<{ account: number }>(
    queries
      .deleteFrom('recovery_codes')
      .where('account', '=', slot<number>())
      .where('hash', '=', slot<Uint8Array>())
      .returning('account'),
  );
  const removeCodes = prepare(queries.deleteFrom('recovery_codes').where('account', '=', slot<number>()));
  const remove = prepare<{ account: number }>(
    queries.deleteFrom('second_factors').where('account', '=', slot<number>()).returning('account'),
  );
  const uid = prepare(queries.selectFrom('accounts').select('uid').where('id', '=', slot<number>()));

  const insertCodes = (account: number, hashes: readonly Uint8Array[]): void => {
    for (const hash of hashes) insertCode.run(account, hash);
  };

  return {
    secondFactor: (account) => ofAccount.get(account)?.secret,
    saveSecondFactor: (account, { secret, step, at }, recoveryCodes) => {
      if (!insert.get(account, secret, step, at)) return false;
      insertCodes(account, recoveryCodes);
      return true;
    },
    spendStep: (account, step) => spend.get(step, account, step) !== undefined,
    spendRecoveryCode: (account, hash) => spendCode.get(account, hash) !== undefined,
    replaceRecoveryCodes: (account, hashes) => {
      if (!ofAccount.get(account)) return false;
      removeCodes.run(account);
      insertCodes(account, hashes);
      return true;
    },
    removeSecondFactor: (account, by) => {
      if (!remove.get(account)) return false; // and, by the schema, its recovery codes
      if (by) note(by, 'second-factor-removed', uid.get(account)?.uid ?? null);
      return true;
    },
  };
};
