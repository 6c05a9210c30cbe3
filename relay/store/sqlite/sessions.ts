import type { EndedSession, StoredDevice } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

type SessionOperations = Part<'openSession' | 'session' | 'sessions' | 'touchSessions' | 'endSession' | 'endExpiredSessions' | 'deviceKeys' | 'savePrekey'>;

/** `forget` is told of each device that is removed. */
export const sessionOperations = ({ queries, prepare }: Connection, forget: (device: number) => void): SessionOperations => {
  const addDevice = prepare<{ id: number }>(
    queries
      .insertInto('devices')
      .values({
        uid: slot(), account: slot(), device_name: slot(), signing_key: slot(), prekey_id: slot(), prekey: slot(), prekey_signature: slot(), created_at: slot(),
      })
      .returning('id'),
  );
  const addSession = prepare(
    queries.insertInto('sessions').values({ id: slot(), token_hash: slot(), device: slot(), created_at: slot(), last_used_at: slot() }),
  );
  const joined = queries
    .selectFrom('sessions')
    .innerJoin('devices', 'devices.id', 'sessions.device')
    .innerJoin('accounts', 'accounts.id', 'devices.account');
  const known = joined.select([
    'sessions.id', 'accounts.uid as account', 'devices.id as row', 'devices.uid as device',
    'sessions.created_at as createdAt', 'sessions.last_used_at as lastUsedAt',
  ]);
  const byToken = prepare(known.where('token_hash', '=', slot<Uint8Array>()));
  const byId = prepare(known.where('sessions.id', '=', slot<string>()));
  const expired = prepare(
    known.where((is) => is.or([is('sessions.last_used_at', '<', slot<number>()), is('sessions.created_at', '<', slot<number>())])),
  );
  const ofAccount = prepare(
    joined
      .select(['sessions.id', 'devices.uid as device', 'devices.device_name', 'sessions.created_at', 'sessions.last_used_at'])
      .where('devices.account', '=', slot<number>())
      .orderBy('sessions.last_used_at', 'desc'),
  );
  const surplus = prepare(
    known.where('devices.account', '=', slot<number>()).orderBy('sessions.last_used_at', 'desc').limit(literal(-1)).offset(slot<number>()),
  );
  const touch = prepare(queries.updateTable('sessions').set({ last_used_at: slot<number>() }).where('id', '=', slot<string>()));
  const removeDevice = prepare(queries.deleteFrom('devices').where('id', '=', slot<number>()));
  const removeMail = prepare(queries.deleteFrom('mailbox').where('device', '=', slot<number>()));
  const removeTaken = prepare(queries.deleteFrom('taken').where('device', '=', slot<number>()));
  const keys = prepare(
    queries
      .selectFrom('devices')
      .innerJoin('accounts', 'accounts.id', 'devices.account')
      .select(['accounts.uid as account', 'devices.uid as device', 'signing_key', 'prekey_id', 'prekey', 'prekey_signature'])
      .where('devices.account', '=', slot<number>())
      .orderBy('devices.id'),
  );
  const setPrekey = prepare(
    queries
      .updateTable('devices')
      .set({ prekey_id: slot<number>(), prekey: slot<string>(), prekey_signature: slot<string>() })
      .where('id', '=', slot<number>()),
  );

  const end = ({ id, account, device, row }: { id: string; account: string; device: string; row: number }): EndedSession => {
    removeDevice.run(row); // and its session with it
    removeMail.run(row);
    removeTaken.run(row);
    forget(row);
    const gone: StoredDevice = { row, device };
    return { id, account, device: gone };
  };

  return {
    openSession: (account, device, session, maxDevices) => {
      const { prekey } = device;
      const added = addDevice.get(device.device, account, device.name, device.signing_key, prekey.id, prekey.key, prekey.signature, session.at);
      if (!added) throw new Error('the device was not added');
      addSession.run(session.id, session.tokenHash, added.id, session.at, session.at);
      const ended = surplus.all(account, maxDevices).filter((other) => other.row !== added.id);
      return { row: added.id, ended: ended.map(end) };
    },
    session: (tokenHash) => {
      const found = byToken.get(tokenHash);
      return found && { ...found, device: { row: found.row, device: found.device } };
    },
    sessions: (account) => ofAccount.all(account),
    touchSessions: (ids, at) => {
      for (const id of ids) touch.run(at, id);
    },
    endSession: (id) => {
      const found = byId.get(id);
      return found && end(found);
    },
    endExpiredSessions: ({ idleBefore, begunBefore }) => expired.all(idleBefore, begunBefore).map(end),
    deviceKeys: (accounts) =>
      accounts.flatMap((account) =>
        keys.all(account).map(({ prekey_id, prekey, prekey_signature, ...device }) => ({
          ...device,
          prekey: { id: prekey_id, key: prekey, signature: prekey_signature },
        })),
      ),
    savePrekey: (device, prekey) => {
      setPrekey.run(prekey.id, prekey.key, prekey.signature, device);
    },
  };
};
