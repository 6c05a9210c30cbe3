import { COMPARISON_PREFIX, type Comparison } from '#shared/core/identity/comparison.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { History, StoredSession } from '../ports.ts';
import { safetyNumber } from './safety-number.ts';

const code = (shower: string, other: string): string => `${COMPARISON_PREFIX}${shower}:${other}`;

/** What to compare with somebody: the identity they go by now, also where it is not believed yet. */
export const compare = async (
  { history, directory, self }: { history: History; directory: DeviceDirectory; self: StoredSession },
  account: AccountId,
): Promise<Outcome<Comparison>> => {
  // What is compared should be the newest; without the relay it is what is known.
  const asked = await directory.ask([account]);
  const [own, pin] = await Promise.all([history.identity(), history.pin(account)]);
  if (!own) return failed('unconfirmed');
  if (!pin) return asked.ok ? failed('not_found') : asked;
  const identityKey = pin.offered?.list.identity_key ?? pin.identity_key;
  const me = { account: self.account.uid, identityKey: own.key };
  const digits = await safetyNumber(me, { account, identityKey });
  return {
    ok: true,
    value: { account, identityKey, digits, shows: code(own.key, identityKey), expects: code(identityKey, own.key) },
  };
};
