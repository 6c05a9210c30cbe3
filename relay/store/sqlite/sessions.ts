import type { EndedSession } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

export interface SessionOperations extends SessionParts {
  /** Ends the sessions of an account's devices but those kept. */
  endOthers(account: number, kept: readonly string[]): readonly EndedSession[];
}

type SessionParts = Part<
  | 'openSession'
  | 'session'
  | 'offerToken'
  | 'adoptToken'
  | 'endToken'
  | 'sessions'
  | 'touchSessions'
  | 'endSession'
  | 'endExpiredSessions'
  | 'deviceKeys'
  | 'savePrekeys'
  | 'takeOneTimePrekey'
>;

/** `forget` is told of each device that is removed, `hasList` whether an account has said which devices are its own. */
export const sessionOperations = (
  { queries, prepare }: Connection,
  forget: (device: number) => void,
  hasList: (account: number) => boolean,
): SessionOperations => {
  const add = prepare<{ id: number }>(
    queries
      .insertInto('devices')
      .values({
        uid: slot(),
        account: slot(),
        device_name: slot(),
        signing_key: slot(),
        prekey_id: slot(),
        prekey: slot(),
        prekey_signature: slot(),
        token_hash: slot(),
        token_at: slot(),
        created_at: slot(),
        last_used_at: slot(),
        listed: slot(),
      })
      .returning('id'),
  );
  const joined = queries.selectFrom('devices').innerJoin('accounts', 'accounts.id', 'devices.account');
  const known = joined.select([
    'devices.id as row',
    'accounts.uid as account',
    'devices.uid as device',
    'devices.created_at as createdAt',
    'last_used_at as lastUsedAt',
    'token_at as tokenAt',
  ]);
  const byToken = prepare(known.select('token_ends_at as tokenEndsAt').where('token_hash', '=', slot<Uint8Array>()));
  const byOtherToken = prepare(
    known
      .innerJoin('other_tokens', 'other_tokens.device', 'devices.id')
      .select('ends_at as tokenEndsAt')
      .where('hash', '=', slot<Uint8Array>()),
  );
  const otherTokens = queries.deleteFrom('other_tokens').where('device', '=', slot<number>());
  const removeOffered = prepare(otherTokens.where('ends_at', 'is', null));
  const removeOtherTokens = prepare(otherTokens);
  const addToken = prepare(
    queries.insertInto('other_tokens').values({ hash: slot(), device: slot(), ends_at: slot() }),
  );
  const tokenOf = prepare(queries.selectFrom('devices').select('token_hash as hash').where('id', '=', slot<number>()));
  const setToken = prepare(
    queries
      .updateTable('devices')
      .set({ token_hash: slot<Uint8Array>(), token_at: slot<number>(), token_ends_at: literal(null) })
      .where('id', '=', slot<number>()),
  );
  const endToken = prepare(
    queries
      .updateTable('devices')
      .set({ token_ends_at: slot<number>() })
      .where('token_hash', '=', slot<Uint8Array>())
      .where('token_ends_at', 'is', null),
  );
  const ofPerson = prepare(known.where('accounts.uid', '=', slot<string>()).where('devices.uid', '=', slot<string>()));
  const expired = prepare(
    known.where((is) =>
      is.or([is('last_used_at', '<', slot<number>()), is('devices.created_at', '<', slot<number>())]),
    ),
  );
  const surplus = prepare(
    known
      .where('account', '=', slot<number>())
      .orderBy('last_used_at', 'desc')
      .orderBy('devices.id', 'desc')
      .limit(literal(-1))
      .offset(slot<number>()),
  );
  const ofAccount = prepare(
    queries
      .selectFrom('devices')
      .select(['uid as device', 'device_name', 'created_at', 'last_used_at'])
      .where('account', '=', slot<number>())
      .orderBy('last_used_at', 'desc'),
  );
  const allOfAccount = prepare(known.where('account', '=', slot<number>()));
  const touch = prepare(
    queries.updateTable('devices').set({ last_used_at: slot<number>() }).where('uid', '=', slot<string>()),
  );
  const removeDevice = prepare(queries.deleteFrom('devices').where('id', '=', slot<number>()));
  const removeMail = prepare(queries.deleteFrom('mailbox').where('device', '=', slot<number>()));
  const addCursor = prepare(queries.insertInto('cursors').values({ device: slot(), acknowledged: literal(0) }));
  const removeCursor = prepare(queries.deleteFrom('cursors').where('device', '=', slot<number>()));
  const keys = prepare(
    joined
      .select([
        'accounts.uid as account',
        'devices.uid as device',
        'signing_key',
        'prekey_id',
        'prekey',
        'prekey_signature',
      ])
      .where('devices.account', '=', slot<number>())
      .orderBy('devices.id'),
  );
  const setPrekey = prepare(
    queries
      .updateTable('devices')
      .set({ prekey_id: slot<number>(), prekey: slot<string>(), prekey_signature: slot<string>() })
      .where('id', '=', slot<number>()),
  );

  const oneTime = queries.selectFrom('one_time_prekeys').where('device', '=', slot<number>());
  const nextOneTime = prepare(oneTime.select(['id', 'key', 'signature']).orderBy('id').limit(literal(1)));
  const countOneTime = prepare(oneTime.select((is) => is.fn.countAll<number>().as('left')));
  const addOneTime = prepare(
    queries.insertInto('one_time_prekeys').values({ device: slot(), id: slot(), key: slot(), signature: slot() }),
  );
  const ofDevice = queries.deleteFrom('one_time_prekeys').where('device', '=', slot<number>());
  const removeOneTime = prepare(ofDevice.where('id', '=', slot<number>()));
  const removeAllOneTime = prepare(ofDevice);

  const end = ({ row, account, device }: { row: number; account: string; device: string }): EndedSession => {
    removeDevice.run(row);
    removeMail.run(row);
    removeCursor.run(row);
    forget(row);
    return { account, device };
  };

  return {
    openSession: (account, { device, name, signing_key, prekey, tokenHash, at }, maxDevices) => {
      const listed = !hasList(account);
      const added = add.get(
        device,
        account,
        name,
        signing_key,
        prekey.id,
        prekey.key,
        prekey.signature,
        tokenHash,
        at,
        at,
        at,
        listed ? 1 : 0,
      );
      if (!added) throw new Error('the device was not added');
      addCursor.run(added.id);
      return { row: added.id, listed, ended: surplus.all(account, maxDevices).map(end) };
    },
    session: (tokenHash) => {
      const present = byToken.get(tokenHash);
      if (present) return { ...present, token: 'present' };
      const other = byOtherToken.get(tokenHash);
      return other && { ...other, token: other.tokenEndsAt === null ? 'next' : 'former' };
    },
    offerToken: (device, tokenHash) => {
      removeOffered.run(device);
      addToken.run(tokenHash, device, null);
    },
    adoptToken: (device, tokenHash, at, formerEndsAt) => {
      const former = tokenOf.get(device);
      if (!former || Buffer.compare(former.hash, tokenHash) === 0) return;
      removeOtherTokens.run(device);
      addToken.run(former.hash, device, formerEndsAt);
      setToken.run(tokenHash, at, device);
    },
    endToken: (tokenHash, at) => void endToken.run(at, tokenHash),
    sessions: (account) => ofAccount.all(account),
    touchSessions: (devices, at) => {
      for (const device of devices) touch.run(at, device);
    },
    endSession: (account, device) => {
      const found = ofPerson.get(account, device);
      return found && end(found);
    },
    endOthers: (account, kept) =>
      allOfAccount
        .all(account)
        .filter(({ device }) => !kept.includes(device))
        .map(end),
    endExpiredSessions: ({ idleBefore, begunBefore }) => expired.all(idleBefore, begunBefore).map(end),
    deviceKeys: (accounts) =>
      accounts.flatMap((account) =>
        keys.all(account).map(({ prekey_id, prekey, prekey_signature, ...device }) => ({
          ...device,
          prekey: { id: prekey_id, key: prekey, signature: prekey_signature },
        })),
      ),
    savePrekeys: (device, prekey, oneTime) => {
      const { changes } = setPrekey.run(prekey.id, prekey.key, prekey.signature, device);
      if (changes === 0) return; // signed out meanwhile
      removeAllOneTime.run(device);
      for (const { id, key, signature } of oneTime) addOneTime.run(device, id, key, signature);
    },
    takeOneTimePrekey: (device) => {
      const prekey = nextOneTime.get(device);
      if (prekey) removeOneTime.run(device, prekey.id);
      return { prekey, left: countOneTime.get(device)?.left ?? 0 };
    },
  };
};
