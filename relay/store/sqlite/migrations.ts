import { type Compilable, type RawBuilder, sql } from 'kysely';
import type { Queries } from './database.ts';

export type Migration = (queries: Queries) => readonly Compilable[];

/** The first schema. Rows of accounts and devices are never used again: what is on its way to a removed one must not reach another. */
const start: Migration = ({ schema }) => [
  schema
    .createTable('accounts')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('uid', 'text', (c) => c.notNull().unique())
    .addColumn('login', 'text', (c) => c.notNull().unique())
    .addColumn('skeleton', 'text', (c) => c.notNull().unique())
    .addColumn('password', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('last_seen', 'integer')
    .addColumn('identity_key', 'text'),
  schema
    .createTable('devices')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('uid', 'text', (c) => c.notNull().unique())
    .addColumn('account', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('device_name', 'text', (c) => c.notNull())
    .addColumn('signing_key', 'text', (c) => c.notNull())
    .addColumn('prekey_id', 'integer', (c) => c.notNull())
    .addColumn('prekey', 'text', (c) => c.notNull())
    .addColumn('prekey_signature', 'text', (c) => c.notNull())
    .addColumn('certificate', 'text')
    .addColumn('token_hash', 'blob', (c) => c.notNull().unique())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('last_used_at', 'integer', (c) => c.notNull()),
  schema.createIndex('devices_of_account').on('devices').column('account'),
  schema
    .createTable('access_keys')
    .addColumn('hash', 'blob', (c) => c.primaryKey())
    .addColumn('created_at', 'integer', (c) => c.notNull()),
  schema
    .createTable('relations')
    .addColumn('owner', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('other', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('relation', 'text', (c) => c.notNull())
    .addColumn('since', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('relation_of_pair', ['owner', 'other'])
    .modifyEnd(sql`without rowid`),
  // Apart from the devices, whose rows are long: these few bytes change with every acknowledgement.
  schema
    .createTable('cursors')
    .addColumn('device', 'integer', (c) => c.primaryKey())
    .addColumn('acknowledged', 'integer', (c) => c.notNull()),
  // Rows are only ever appended, and found through an index on small integers: measured three to four times faster
  // than a table clustered by device and place.
  schema
    .createTable('mailbox')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('device', 'integer', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull()),
  schema.createIndex('mailbox_place').on('mailbox').columns(['device', 'seq']).unique(),
  // Envelope ids begin with their time, so this table, too, grows at its end.
  schema
    .createTable('taken')
    .addColumn('envelope', 'text', (c) => c.notNull())
    .addColumn('device', 'integer', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('taken_once', ['envelope', 'device'])
    .modifyEnd(sql`without rowid`),
  schema
    .createTable('calls')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('record', 'text', (c) => c.notNull()),
];

/** The seats of keys and certificates become lists that name all devices of an account. */
const deviceLists: Migration = ({ schema }) => [
  schema.alterTable('accounts').dropColumn('identity_key'),
  schema.alterTable('devices').dropColumn('certificate'),
  schema.alterTable('devices').addColumn('listed', 'integer', (c) => c.notNull().defaultTo(1)),
  schema
    .createTable('device_lists')
    .addColumn('account', 'integer', (c) => c.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('signature', 'text', (c) => c.notNull()),
];

/** Files on their way: which they are, and which devices have yet to fetch them. */
const blobs: Migration = ({ schema }) => [
  schema
    .createTable('blobs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('uploader', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('recipient', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('begun_at', 'integer', (c) => c.notNull())
    .addColumn('completed_at', 'integer'),
  schema.createIndex('blobs_of_uploader').on('blobs').column('uploader'),
  schema
    .createTable('blob_readers')
    .addColumn('blob', 'text', (c) => c.notNull().references('blobs.id').onDelete('cascade'))
    .addColumn('device', 'integer', (c) => c.notNull().references('devices.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('reader_once', ['blob', 'device'])
    .modifyEnd(sql`without rowid`),
  schema.createIndex('blobs_of_reader').on('blob_readers').column('device'),
];

/** What a commit brings is one row at first: most of it is acknowledged before it would be worth a row of its own. */
const arrivals: Migration = ({ schema }) => [
  schema
    .createTable('arrivals')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('items', 'blob', (c) => c.notNull())
    .addColumn('bodies', 'text', (c) => c.notNull()),
];

/** One for each account, sealed to its person's recovery key. */
const backups: Migration = ({ schema }) => [
  schema
    .createTable('backups')
    .addColumn('account', 'integer', (c) => c.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('bytes', 'blob', (c) => c.notNull())
    .addColumn('saved_at', 'integer', (c) => c.notNull()),
];

/** Keys of which each is given out once. */
const oneTimePrekeys: Migration = ({ schema }) => [
  schema
    .createTable('one_time_prekeys')
    .addColumn('device', 'integer', (c) => c.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('id', 'integer', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('signature', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('one_time_prekey_of_device', ['device', 'id'])
    .modifyEnd(sql`without rowid`),
];

/** Where devices take pushes. An endpoint is one browser's, whoever is signed in there. */
const pushSubscriptions: Migration = ({ schema }) => [
  schema
    .createTable('push_subscriptions')
    .addColumn('device', 'integer', (c) => c.primaryKey().references('devices.id').onDelete('cascade'))
    .addColumn('endpoint', 'text', (c) => c.notNull().unique())
    .addColumn('p256dh', 'text', (c) => c.notNull())
    .addColumn('auth', 'text', (c) => c.notNull()),
];

/** Accounts that may not come in, keys with a name and an end, and what administrators have done. */
const administration: Migration = (queries) => {
  const raw = (text: RawBuilder<unknown>): Compilable => ({ compile: () => text.compile(queries) });
  return [
    queries.schema.alterTable('accounts').addColumn('disabled', 'integer', (c) => c.notNull().defaultTo(0)),
    queries.schema.alterTable('access_keys').renameTo('old_access_keys'),
    queries.schema
      .createTable('access_keys')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('hash', 'blob', (c) => c.notNull().unique())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('created_at', 'integer', (c) => c.notNull())
      .addColumn('expires_at', 'integer', (c) => c.notNull())
      .addColumn('uses_left', 'integer', (c) => c.notNull()),
    // Those issued before get the half year from now that new ones have.
    raw(sql`insert into access_keys (hash, label, created_at, expires_at, uses_left)
      select hash, 'without a name', created_at, (unixepoch() + 183 * 86400) * 1000, 1 from old_access_keys`),
    queries.schema.dropTable('old_access_keys'),
    queries.schema
      .createTable('audit_log')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'integer', (c) => c.notNull())
      .addColumn('actor', 'text')
      .addColumn('act', 'text', (c) => c.notNull())
      .addColumn('target', 'text')
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('previous', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull()),
    raw(sql`create trigger audit_log_stays before delete on audit_log
      begin select raise(abort, 'the audit log is append-only'); end`),
    raw(sql`create trigger audit_log_is_final before update on audit_log
      begin select raise(abort, 'the audit log is append-only'); end`),
    queries.schema
      .createTable('settings')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .modifyEnd(sql`without rowid`),
  ];
};

/** Tokens of devices beside the present one: one that has yet to be shown, which has no end, and the one before. */
const otherTokens: Migration = ({ schema }) => [
  schema
    .createTable('other_tokens')
    .addColumn('hash', 'blob', (c) => c.primaryKey())
    .addColumn('device', 'integer', (c) => c.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('ends_at', 'integer')
    .modifyEnd(sql`without rowid`),
  schema.createIndex('other_tokens_of_device').on('other_tokens').column('device'),
];

/** Whether people find the account who have nothing to do with it yet: all that were made before are found. */
const findability: Migration = ({ schema }) => [
  schema.alterTable('accounts').addColumn('findable', 'integer', (c) => c.notNull().defaultTo(1)),
];

/** Codes of authenticator apps beside passwords, and those that stand for one, once. */
const secondFactors: Migration = ({ schema }) => [
  schema
    .createTable('second_factors')
    .addColumn('account', 'integer', (c) => c.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('used_step', 'integer', (c) => c.notNull())
    .addColumn('since', 'integer', (c) => c.notNull()),
  schema
    .createTable('recovery_codes')
    .addColumn('account', 'integer', (c) => c.notNull().references('second_factors.account').onDelete('cascade'))
    .addColumn('hash', 'blob', (c) => c.notNull())
    .addPrimaryKeyConstraint('recovery_code_of_account', ['account', 'hash'])
    .modifyEnd(sql`without rowid`),
];

/** What those who are blocked see stays as it is now, and what they write counts as if it waited. */
const blocks: Migration = (queries) => {
  const raw = (text: RawBuilder<unknown>): Compilable => ({ compile: () => text.compile(queries) });
  return [
    queries.schema.alterTable('relations').addColumn('shown', 'text'),
    raw(sql`update relations set shown = json_object(
        'devices', json((select json_group_array(json_object(
            'account', accounts.uid, 'device', devices.uid, 'signing_key', signing_key,
            'prekey', json_object('id', prekey_id, 'key', prekey, 'signature', prekey_signature)))
          from devices join accounts on accounts.id = devices.account
          where devices.account = relations.owner and devices.listed = 1)),
        'list', json((select json_object('text', text, 'signature', signature)
          from device_lists where device_lists.account = relations.owner)))
      where relation = 'blocked'`),
    queries.schema
      .createTable('withheld')
      .addColumn('owner', 'integer', (c) => c.notNull())
      .addColumn('other', 'integer', (c) => c.notNull())
      .addColumn('hour', 'integer', (c) => c.notNull())
      .addColumn('items', 'integer', (c) => c.notNull())
      .addColumn('bytes', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('withheld_in_hour', ['owner', 'other', 'hour'])
      .addForeignKeyConstraint('withheld_by_block', ['owner', 'other'], 'relations', ['owner', 'other'], (c) =>
        c.onDelete('cascade'),
      )
      .modifyEnd(sql`without rowid`),
  ];
};

/** Since when devices have their tokens, of which those from before are old, and when one ends that is not renewed. */
const tokenTimes: Migration = ({ schema }) => [
  schema.alterTable('devices').addColumn('token_at', 'integer', (c) => c.notNull().defaultTo(0)),
  schema.alterTable('devices').addColumn('token_ends_at', 'integer'),
];

/** Seconds for which calls to the account ring; null where it is as the relay has it, as of all that were made before. */
const ringTimes: Migration = ({ schema }) => [schema.alterTable('accounts').addColumn('ring_seconds', 'integer')];

/** Lists that another one has followed: whoever was away may have mail of a device that came and went. */
const formerLists: Migration = ({ schema }) => [
  schema
    .createTable('former_lists')
    .addColumn('account', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('signature', 'text', (c) => c.notNull())
    .addColumn('followed_at', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('former_list_of_account', ['account', 'version'])
    .modifyEnd(sql`without rowid`),
];

/** Rooms by link: what their links show only as its hash, and whom their hosts have let in or removed. */
const rooms: Migration = ({ schema }) => [
  schema
    .createTable('rooms')
    .addColumn('code', 'text', (c) => c.primaryKey())
    .addColumn('proof', 'blob', (c) => c.notNull())
    .addColumn('about', 'text', (c) => c.notNull())
    .addColumn('creator', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('waiting_room', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addColumn('idle_since', 'integer')
    .modifyEnd(sql`without rowid`),
  schema.createIndex('rooms_of_creator').on('rooms').column('creator'),
  schema
    .createTable('room_members')
    .addColumn('room', 'text', (c) => c.notNull().references('rooms.code').onDelete('cascade'))
    .addColumn('account', 'integer', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('standing', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('member_once', ['room', 'account'])
    .modifyEnd(sql`without rowid`),
  schema.createIndex('rooms_of_member').on('room_members').column('account'),
];

/** In order; the file's `user_version` says how many are done. A published one never changes. */
export const migrations: readonly Migration[] = [
  start,
  deviceLists,
  blobs,
  arrivals,
  backups,
  oneTimePrekeys,
  pushSubscriptions,
  administration,
  otherTokens,
  findability,
  secondFactors,
  blocks,
  tokenTimes,
  ringTimes,
  formerLists,
  rooms,
];
