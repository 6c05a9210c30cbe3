import { sql } from 'kysely';
import type { Shown, StoredPerson } from '../store.ts';
import type { AccessKeyOperations } from './access-keys.ts';
import type { AuditLog } from './audit-log.ts';
import { type Connection, jsonList, literal, slot } from './database.ts';
import type { Part } from './part.ts';

type AccountOperations = Part<
  | 'createAccount'
  | 'accountByLogin'
  | 'renewPassword'
  | 'setPassword'
  | 'hasAdmin'
  | 'person'
  | 'personByLogin'
  | 'saveLastSeen'
  | 'setFindable'
  | 'setRingSeconds'
>;

export const accountOperations = (
  { queries, prepare }: Connection,
  keys: Pick<AccessKeyOperations, 'admits' | 'spend'>,
  { note }: AuditLog,
): AccountOperations => {
  const create = prepare<{ id: number }>(
    queries
      .insertInto('accounts')
      .values({
        uid: slot(),
        login: slot(),
        skeleton: slot(),
        password: slot(),
        email: slot(),
        role: slot(),
        created_at: slot(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id'),
  );
  const byLogin = prepare(
    queries
      .selectFrom('accounts')
      .select(['id as row', 'uid', 'login', 'role', 'password'])
      .where('login', '=', slot<string>()),
  );
  const change = queries.updateTable('accounts').set({ password: slot<string>() }).where('id', '=', slot<number>());
  const renew = prepare(change.where('password', '=', slot<string>()));
  const set = prepare<{ uid: string }>(change.returning('uid'));
  const admin = prepare(
    queries.selectFrom('accounts').select('id').where('role', '=', literal('admin')).limit(literal(1)),
  );
  const facts = queries
    .selectFrom('accounts')
    .select([
      'id as row',
      'uid',
      'login',
      'role',
      'disabled',
      'findable',
      'ring_seconds as ringSeconds',
      'last_seen as lastSeen',
    ]);
  const factsByUid = prepare(facts.where('uid', '=', slot<string>()));
  const factsByLogin = prepare(facts.where('login', '=', slot<string>()));
  const devices = prepare(
    queries
      .selectFrom('devices')
      .select((is) => [
        'id as row',
        'uid as device',
        'created_at as createdAt',
        'listed',
        'prekey_id as prekey',
        is
          .selectFrom('one_time_prekeys')
          .select(is.fn.countAll<number>().as('left'))
          .whereRef('device', '=', 'devices.id')
          .$asScalar()
          .$notNull()
          .as('oneTimePrekeys'),
      ])
      .where('account', '=', slot<number>())
      .orderBy('id'),
  );
  const related = queries.selectFrom('relations').where('owner', '=', slot<number>());
  const contacts = prepare(
    related.select(jsonList(sql.ref('other'), 'other').as('rows')).where('relation', '=', literal('contact')),
  );
  const others = prepare(related.select(['other', 'relation', 'shown']).where('relation', '!=', literal('contact')));
  const seen = prepare(
    queries.updateTable('accounts').set({ last_seen: slot<number>() }).where('id', '=', slot<number>()),
  );
  const find = prepare(
    queries.updateTable('accounts').set({ findable: slot<number>() }).where('id', '=', slot<number>()),
  );
  const ring = prepare(
    queries.updateTable('accounts').set({ ring_seconds: slot<number | null>() }).where('id', '=', slot<number>()),
  );
  const whole = (account: ReturnType<typeof factsByUid.get>): StoredPerson | undefined =>
    account && {
      ...account,
      disabled: account.disabled === 1,
      findable: account.findable === 1,
      devices: devices.all(account.row).map((device) => ({ ...device, listed: device.listed === 1 })),
      contacts: JSON.parse(contacts.get(account.row)?.rows ?? '[]'),
      others: others.all(account.row).map(({ other, relation, shown }) => ({
        other,
        relation,
        ...(relation === 'blocked' && shown !== null ? { shown: JSON.parse(shown) as Shown } : {}),
      })),
    };

  return {
    createAccount: (a, accessKey, by) => {
      if (accessKey && !keys.admits(accessKey, a.at)) return 'access_key_invalid';
      const made = create.get(a.uid, a.login, a.skeleton, a.password, a.email, a.role, a.at);
      if (made && accessKey) keys.spend(accessKey);
      if (made && by) note(by, 'account-created', a.uid);
      return made?.id ?? 'login_taken';
    },
    accountByLogin: (login) => byLogin.get(login),
    renewPassword: (account, former, password) => {
      renew.run(password, account, former);
    },
    setPassword: (account, password, by) => {
      const changed = set.get(password, account);
      if (changed && by) note(by, 'password-set', changed.uid);
    },
    hasAdmin: () => admin.get() !== undefined,
    person: (uid) => whole(factsByUid.get(uid)),
    personByLogin: (login) => whole(factsByLogin.get(login)),
    saveLastSeen: (account, at) => {
      seen.run(at, account);
    },
    setFindable: (account, findable) => {
      find.run(findable ? 1 : 0, account);
    },
    setRingSeconds: (account, seconds) => {
      ring.run(seconds, account);
    },
  };
};
