import { type Compilable, sql } from 'kysely';
import type { Queries } from './database.ts';

type Migration = (queries: Queries) => readonly Compilable[];

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

/** In order; the file's `user_version` says how many are done. A published one never changes. */
export const migrations: readonly Migration[] = [start];
