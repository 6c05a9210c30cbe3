import { sql } from 'kysely';
import type { RegistrationMode } from '#shared/protocol/account-api.ts';
import type { EndedSession } from '../store.ts';
import type { AuditLog } from './audit-log.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Mailboxes } from './mailboxes.ts';
import type { Part } from './part.ts';

type AdministrationOperations = Part<
  | 'accounts'
  | 'changeAccount'
  | 'endSessions'
  | 'isLastAdmin'
  | 'removeAccount'
  | 'accountSummary'
  | 'accountRecord'
  | 'needsCompaction'
  | 'usage'
  | 'registration'
  | 'setRegistration'
>;

export interface AdministrationParts {
  readonly audit: AuditLog;
  readonly boxes: Mailboxes;
  /** Ends the sessions of an account's devices but those kept. */
  readonly endOthers: (account: number, kept: readonly string[]) => readonly EndedSession[];
}

/** What administrators do with accounts, and what people do with their own. */
export const administrationOperations = (
  { queries, prepare }: Connection,
  { audit, boxes, endOthers }: AdministrationParts,
): { readonly operations: AdministrationOperations /** The file was written anew. */; compacted(): void } => {
  const account = queries.selectFrom('accounts');
  const facts = account
    .leftJoin('second_factors', 'second_factors.account', 'accounts.id')
    .select([
      'id as row',
      'uid',
      'login',
      'role',
      'disabled',
      'findable',
      'ring_seconds as ringSeconds',
      'created_at as createdAt',
      'last_seen as lastSeen',
      'email',
      'second_factors.since as factorSince',
    ]);
  const page = prepare(
    facts
      .where(sql<boolean>`instr(login, ${slot<string>()}) > 0`)
      .where('login', '>', slot<string>())
      .orderBy('login')
      .limit(slot<number>()),
  );
  const one = prepare(facts.where('id', '=', slot<number>()));
  const devices = prepare(
    queries
      .selectFrom('devices')
      .select(['id', 'uid as device', 'device_name', 'created_at', 'last_used_at'])
      .where('account', '=', slot<number>())
      .orderBy('last_used_at', 'desc'),
  );
  const allDevices = prepare(queries.selectFrom('devices').select('id'));
  const files = queries
    .selectFrom('blobs')
    .select((row) => [row.fn.countAll<number>().as('items'), row.fn.sum<number | null>('size').as('bytes')]);
  const allFiles = prepare(files);
  const filesOf = prepare(files.where('uploader', '=', slot<number>()));
  const otherAdmin = prepare(
    account
      .select('id')
      .where('role', '=', literal('admin'))
      .where('disabled', '=', literal(0))
      .where('id', '!=', slot<number>())
      .limit(literal(1)),
  );
  const count = prepare(
    account.select((row) => [
      row.fn.countAll<number>().as('all'),
      sql<number>`total(role = 'admin')`.as('admins'),
      sql<number>`total(disabled)`.as('disabled'),
    ]),
  );
  const setRole = prepare(
    queries.updateTable('accounts').set({ role: slot<'person' | 'admin'>() }).where('id', '=', slot<number>()),
  );
  const setDisabled = prepare(
    queries.updateTable('accounts').set({ disabled: slot<number>() }).where('id', '=', slot<number>()),
  );
  const contacts = prepare(
    queries
      .selectFrom('relations')
      .innerJoin('accounts', 'accounts.id', 'relations.other')
      .select(['accounts.uid as account', 'accounts.login', 'relations.relation', 'relations.since'])
      .where('owner', '=', slot<number>())
      .orderBy('accounts.login'),
  );
  const knownBy = prepare(queries.selectFrom('relations').select('owner').where('other', '=', slot<number>()));
  const pushes = prepare(
    queries
      .selectFrom('push_subscriptions')
      .innerJoin('devices', 'devices.id', 'push_subscriptions.device')
      .select(['devices.uid as device', 'endpoint'])
      .where('devices.account', '=', slot<number>()),
  );
  const backup = prepare(
    queries
      .selectFrom('backups')
      .select((row) => row.fn<number>('length', ['bytes']).as('bytes'))
      .where('account', '=', slot<number>()),
  );
  const codesLeft = prepare(
    queries
      .selectFrom('recovery_codes')
      .select((row) => row.fn.countAll<number>().as('left'))
      .where('account', '=', slot<number>()),
  );
  const rooms = prepare(
    queries
      .selectFrom('rooms')
      .select(['code as room', 'created_at'])
      .where('creator', '=', slot<number>())
      .orderBy('created_at'),
  );
  const blobsOf = prepare(
    queries
      .selectFrom('blobs')
      .select('id')
      .where((is) => is.or([is('uploader', '=', slot<number>()), is('recipient', '=', slot<number>())])),
  );
  const forgetTaken = prepare(queries.deleteFrom('taken').where('device', '=', slot<number>()));
  const forgetCalls = prepare(queries.deleteFrom('calls').where(sql<boolean>`instr(record, ${slot<string>()}) > 0`));
  const remove = prepare(queries.deleteFrom('accounts').where('id', '=', slot<number>()));
  const setting = prepare(
    queries.selectFrom('settings').select('value').where('name', '=', slot<'registration' | 'compaction'>()),
  );
  const set = prepare(queries.replaceInto('settings').values({ name: slot(), value: slot() }));
  const unset = prepare(queries.deleteFrom('settings').where('name', '=', slot<'registration' | 'compaction'>()));

  const heldBy = (found: readonly { readonly id: number }[]) =>
    found
      .map(({ id }) => boxes.weigh(id))
      .reduce((sum, { items, bytes }) => ({ items: sum.items + items, bytes: sum.bytes + bytes }), {
        items: 0,
        bytes: 0,
      });

  const filesIn = (found: { items: number; bytes: number | null } | undefined) => ({
    items: found?.items ?? 0,
    bytes: found?.bytes ?? 0,
  });

  const summary = ({
    row,
    email,
    disabled,
    findable,
    ringSeconds,
    factorSince,
    ...rest
  }: NonNullable<ReturnType<typeof one.get>>) => {
    const own = devices.all(row);
    return {
      ...rest,
      disabled: disabled === 1,
      secondFactorOn: factorSince !== null,
      devices: own.length,
      mail: heldBy(own),
      files: filesIn(filesOf.get(row)),
    };
  };

  const isLastAdmin = (row: number): boolean => {
    const found = one.get(row);
    return found?.role === 'admin' && found.disabled === 0 && otherAdmin.get(row) === undefined;
  };

  const operations: AdministrationOperations = {
    accounts: (search, after, most) => page.all(search, after, most).map(summary),
    changeAccount: (row, { role, disabled }, by) => {
      const found = one.get(row);
      if (!found) return 'unknown';
      if ((role === 'person' || disabled) && isLastAdmin(row)) return 'last_admin';
      if (role !== undefined && role !== found.role) {
        setRole.run(role, row);
        audit.note(by, role === 'admin' ? 'account-promoted' : 'account-demoted', found.uid);
      }
      if (disabled !== undefined && disabled !== (found.disabled === 1)) {
        setDisabled.run(disabled ? 1 : 0, row);
        audit.note(by, disabled ? 'account-disabled' : 'account-enabled', found.uid);
      }
      return 'changed';
    },
    endSessions: (row, kept, by) => {
      const ended = endOthers(row, kept);
      const found = one.get(row);
      if (found && ended.length > 0) audit.note(by, 'sessions-ended', found.uid, String(ended.length));
      return ended;
    },
    isLastAdmin,
    removeAccount: (row, by) => {
      const found = one.get(row);
      if (!found) return undefined;
      const own = devices.all(row);
      const blobs = blobsOf.all(row, row).map(({ id }) => id);
      const others = knownBy.all(row).map(({ owner }) => owner);
      for (const { id } of own) forgetTaken.run(id);
      endOthers(row, []);
      boxes.takeBack(found.uid);
      forgetCalls.run(found.uid);
      remove.run(row); // and, by the schema, what belongs to it
      set.run('compaction', 'due');
      audit.note(by, 'account-deleted', found.uid);
      return { devices: own.map(({ device }) => device), blobs, others };
    },
    accountSummary: (row) => {
      const found = one.get(row);
      return found && summary(found);
    },
    accountRecord: (row) => {
      const found = one.get(row);
      return (
        found && {
          ...summary(found),
          email: found.email,
          findable: found.findable === 1,
          ringSeconds: found.ringSeconds,
          sessions: devices.all(row).map(({ id, ...session }) => session),
          contacts: contacts.all(row),
          pushEndpoints: pushes.all(row),
          backupBytes: backup.get(row)?.bytes ?? 0,
          rooms: rooms.all(row),
          secondFactor:
            found.factorSince === null
              ? undefined
              : { since: found.factorSince, recoveryCodes: codesLeft.get(row)?.left ?? 0 },
        }
      );
    },
    needsCompaction: () => setting.get('compaction') !== undefined,
    usage: () => {
      const all = allDevices.all();
      return {
        accounts: count.get() ?? { all: 0, admins: 0, disabled: 0 },
        devices: all.length,
        mail: heldBy(all),
        files: filesIn(allFiles.get()),
      };
    },
    registration: () => (setting.get('registration')?.value as RegistrationMode | undefined) ?? null, // written below
    setRegistration: (mode, by) => {
      if (mode === null) unset.run('registration');
      else set.run('registration', mode);
      audit.note(by, 'registration-changed', null, mode ?? 'as configured');
    },
  };

  return {
    operations,
    compacted() {
      unset.run('compaction');
    },
  };
};
