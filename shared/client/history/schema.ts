import type { DBSchema, IDBPDatabase, IDBPObjectStore, IDBPTransaction, StoreNames } from 'idb';
import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { ConversationSummary, TimelineItem } from '#shared/core/chat/timeline.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { BlobId } from '#shared/protocol/blob.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, ConversationId, EnvelopeId, Instant, Seq } from '#shared/protocol/ids.ts';
import type { OwnIdentity } from '../identity/identity-keys.ts';
import type { Pin } from '../identity/pin.ts';
import type { BlobNote, DeviceSecrets, OneTimeKey, OutboxEntry, StoredSession } from '../ports.ts';
import type { Marks } from './marks.ts';
import type { PrivacyRow } from './privacy-row.ts';
import type { Reached } from './reached.ts';
import type { TimerRow } from './timer.ts';

/** The key of the only row in a store that has one. */
export const SELF = 'self';

export interface ConversationRow extends Omit<ConversationSummary, 'timer'> {
  /** The position of the next item. Only grows: a discarded message leaves a gap. */
  readonly next: number;
  readonly timer?: TimerRow;
  /** Position of the first message of the other person that will disappear once it has been read. */
  readonly expiring?: number;
  /** The last missed call. */
  readonly missed?: CallId;
  readonly reached?: Reached;
  readonly marks?: Marks;
  /** Those of the marks that the other person, or one's own devices, have been told. */
  readonly told?: Marks;
  /** There where something of the marks has not been told. */
  readonly untold?: 1;
}

export interface OutboxRow {
  readonly entry: OutboxEntry;
  /** The key of the message that it is, in `items`; an act has none. */
  readonly item?: ItemKey;
  /** The key of the message that it acts on. */
  readonly target?: ItemKey;
  /** The conversation that it is a receipt of. */
  readonly receipt?: ConversationId;
  /** Its place: what is sent keeps the order in which it was written. */
  readonly position: number;
}

/** The words of a message, for the search. */
export interface WordsRow {
  /** Grows with the order of arrival, over all conversations. */
  readonly ordinal: number;
  readonly item: ItemKey;
  readonly conversation: ConversationId;
  readonly shelf: number;
  /** Each with its shelf before it, so that what is newer can be searched first. */
  readonly words: readonly (readonly [shelf: number, word: string])[];
}

/** The file of a message. */
export interface FileRow {
  readonly item: ItemKey;
  readonly conversation: ConversationId;
  readonly file: Blob;
}

export interface Schema extends DBSchema {
  session: { key: typeof SELF; value: StoredSession };
  secrets: { key: typeof SELF; value: DeviceSecrets };
  one_time_keys: { key: number; value: OneTimeKey; indexes: { prekey: number } };
  cursor: { key: typeof SELF; value: Seq };
  contacts: { key: AccountId; value: Contact };
  devices: { key: AccountId; value: readonly DeviceKeys[] };
  conversations: { key: ConversationId; value: ConversationRow; indexes: { untold: number; expiring: number } };
  /** By {@link itemKey}. */
  items: { key: string; value: TimelineItem; indexes: { order: [ConversationId, number]; expiry: Instant } };
  /** There while messages of a version without a search are not known to it. */
  backlog: { key: typeof SELF; value: true };
  words: {
    key: number;
    value: WordsRow;
    indexes: { item: ItemKey; word: [number, string]; place: [ConversationId, number] };
  };
  outbox: { key: EnvelopeId; value: OutboxRow; indexes: { order: number; target: ItemKey; receipt: ConversationId } };
  drafts: { key: ConversationId; value: string };
  identity: { key: typeof SELF; value: OwnIdentity };
  pins: { key: AccountId; value: Pin };
  privacy: { key: typeof SELF; value: PrivacyRow };
  files: { key: ItemKey; value: FileRow; indexes: { conversation: ConversationId } };
  blob_notes: { key: BlobId; value: BlobNote };
}

export type Database = IDBPDatabase<Schema>;
type Migration = (db: Database, transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>) => void;

const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** When the id of an envelope was made. */
const timeOf = (ulid: EnvelopeId): Instant =>
  [...ulid.slice(0, 10)].reduce((time, digit) => time * 32 + ULID_DIGITS.indexOf(digit), 0);

type OfText = Omit<OutboxEntry, 'content'> & { readonly text?: string };

/** Each request keeps the transaction of the migration open; where one fails it fails as a whole. */
const withContents = async (
  outbox: IDBPObjectStore<Schema, StoreNames<Schema>[], 'outbox', 'versionchange'>,
): Promise<void> => {
  for (let cursor = await outbox.openCursor(); cursor; cursor = await cursor.continue()) {
    const { text = '', ...entry } = cursor.value.entry as OfText;
    const content = { type: 'text', text, sent_at: timeOf(entry.message) } as const;
    await cursor.update({ ...cursor.value, entry: { ...entry, content } });
  }
};

const forgetReached = async (
  conversations: IDBPObjectStore<Schema, StoreNames<Schema>[], 'conversations', 'versionchange'>,
): Promise<void> => {
  for (let cursor = await conversations.openCursor(); cursor; cursor = await cursor.continue()) {
    const { reached: _, ...row } = cursor.value;
    await cursor.update(row);
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
  (db, transaction) => {
    const words = db.createObjectStore('words', { keyPath: 'ordinal' });
    words.createIndex('item', 'item', { unique: true });
    words.createIndex('word', 'words', { multiEntry: true });
    words.createIndex('place', ['conversation', 'shelf']);
    // Indexing all messages here would block every context for as long as it takes.
    db.createObjectStore('backlog');
    void transaction.objectStore('backlog').put(true, SELF);
  },
  (db) => {
    db.createObjectStore('files', { keyPath: 'item' }).createIndex('conversation', 'conversation');
    db.createObjectStore('blob_notes');
  },
  (_, transaction) => {
    transaction.objectStore('conversations').createIndex('untold', 'untold');
    transaction.objectStore('outbox').createIndex('receipt', 'receipt');
  },
  (_, transaction) => {
    transaction.objectStore('conversations').createIndex('expiring', 'expiring');
    transaction.objectStore('items').createIndex('expiry', 'expires_at');
  },
  // How far others have come was a position, which does not say what they had.
  (_, transaction) => void forgetReached(transaction.objectStore('conversations')),
  (db) => {
    db.createObjectStore('one_time_keys', { keyPath: 'id' }).createIndex('prekey', 'prekey');
  },
];
