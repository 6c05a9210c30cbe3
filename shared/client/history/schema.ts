import type { DBSchema, IDBPDatabase, IDBPObjectStore, IDBPTransaction, StoreNames } from 'idb';
import { decodeTime } from 'ulid';
import type { ItemKey } from '#shared/core/chat/item-key.ts';
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
  /** The key of the message that it is, in `items`; an act has none. */
  readonly item?: ItemKey;
  /** The key of the message that it acts on. */
  readonly target?: ItemKey;
  /** Its place: what is sent keeps the order in which it was written. */
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
  outbox: { key: EnvelopeId; value: OutboxRow; indexes: { order: number; target: ItemKey } };
  drafts: { key: ConversationId; value: string };
  identity: { key: typeof SELF; value: OwnIdentity };
  pins: { key: AccountId; value: Pin };
  privacy: { key: typeof SELF; value: Privacy };
}

export type Database = IDBPDatabase<Schema>;
type Migration = (db: Database, transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>) => void;

type OfText = Omit<OutboxEntry, 'content'> & { readonly text?: string };

/** Each request keeps the transaction of the migration open; where one fails it fails as a whole. */
const withContents = async (
  outbox: IDBPObjectStore<Schema, StoreNames<Schema>[], 'outbox', 'versionchange'>,
): Promise<void> => {
  for (let cursor = await outbox.openCursor(); cursor; cursor = await cursor.continue()) {
    const { text = '', ...entry } = cursor.value.entry as OfText;
    const content = { type: 'text', text, sent_at: decodeTime(entry.message) } as const;
    await cursor.update({ ...cursor.value, entry: { ...entry, content } });
  }
};

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
  // The outbox holds contents where it held texts, in an order of its own.
  (_, transaction) => {
    const outbox = transaction.objectStore('outbox');
    outbox.createIndex('order', 'position');
    outbox.createIndex('target', 'target');
    void withContents(outbox);
  },
];
