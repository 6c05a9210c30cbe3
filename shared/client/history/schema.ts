import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { ConversationSummary, TimelineItem } from '#shared/core/chat/timeline.ts';
import type { Privacy } from '#shared/core/privacy/privacy.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import type { AccountId, ConversationId, EnvelopeId, Seq } from '#shared/protocol/ids.ts';
import type { Pin } from '../identity/pin.ts';
import type { DeviceSecrets, OutboxEntry, OwnIdentity, StoredSession } from '../ports.ts';

/** The key of the only row in a store that has one. */
export const SELF = 'self';

export interface ConversationRow extends ConversationSummary {
  /** The position of the next item. Only grows: a discarded message leaves a gap. */
  readonly next: number;
}

export interface OutboxRow {
  readonly entry: OutboxEntry;
  /** Where its item is in `items`. */
  readonly item: string;
  /** Of its item: what is sent in a conversation keeps the order in which it was written. */
  readonly position: number;
}

export interface Schema extends DBSchema {
  session: { key: typeof SELF; value: StoredSession };
  secrets: { key: typeof SELF; value: DeviceSecrets };
  cursor: { key: typeof SELF; value: Seq };
  contacts: { key: AccountId; value: Contact };
  devices: { key: AccountId; value: readonly DeviceKeys[] };
  conversations: { key: ConversationId; value: ConversationRow };
  /** By {@link itemKey}. */
  items: { key: string; value: TimelineItem; indexes: { order: [ConversationId, number] } };
  outbox: { key: EnvelopeId; value: OutboxRow };
  drafts: { key: ConversationId; value: string };
  identity: { key: typeof SELF; value: OwnIdentity };
  pins: { key: AccountId; value: Pin };
  privacy: { key: typeof SELF; value: Privacy };
}

export type Database = IDBPDatabase<Schema>;
type Migration = (db: Database, transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>) => void;

/** The nth entry leads from version n to n + 1. Never changed once released, only added to. */
export const migrations: readonly Migration[] = [
  (db) => {
    db.createObjectStore('session');
    db.createObjectStore('secrets');
    db.createObjectStore('cursor');
    db.createObjectStore('contacts', { keyPath: 'account' });
    db.createObjectStore('devices');
    db.createObjectStore('conversations', { keyPath: 'conversation' });
    db.createObjectStore('items').createIndex('order', ['conversation', 'position'], { unique: true });
    db.createObjectStore('outbox', { keyPath: 'entry.message' });
    db.createObjectStore('drafts');
  },
  (db) => {
    db.createObjectStore('privacy');
  },
  (db) => {
    db.createObjectStore('identity');
    db.createObjectStore('pins', { keyPath: 'account' });
  },
];
