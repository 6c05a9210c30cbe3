import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { CallEntry, ConversationSummary, Message, TimerEntry } from '#shared/core/chat/timeline.ts';
import type { Page, Part } from '#shared/core/chat/window.ts';
import type { Privacy } from '#shared/core/privacy/privacy.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { Session } from '#shared/protocol/account-api.ts';
import type { BlobId } from '#shared/protocol/blob.ts';
import type { Act, Content, Ref } from '#shared/protocol/content.ts';
import type { OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import type { AccountId, ConversationId, DeviceId, EnvelopeId, Instant, Seq } from '#shared/protocol/ids.ts';
import type { OwnIdentity } from '../identity/identity-keys.ts';
import type { Mark } from '../identity/mark.ts';
import type { Pin } from '../identity/pin.ts';

/** What a device must keep to be itself. Keys are non-extractable. */
export interface StoredSession {
  readonly relay: string;
  readonly token: string;
  readonly account: Session['account'];
  readonly device: DeviceId;
  /** When the token was given; missing where that was before tokens were renewed. */
  readonly since?: Instant;
  /** Tokens before it, newest first: a relay that is restored from a backup knows one of them. */
  readonly former?: readonly string[];
}

export interface DeviceSecrets {
  readonly signing: CryptoKeyPair;
  /** Newest last; older ones stay until nothing sealed for them can come any more. */
  readonly prekeys: readonly DevicePrekey[];
}

export interface DevicePrekey {
  readonly id: number;
  readonly pair: CryptoKeyPair;
  /** When the relay had it; missing until then. */
  readonly since?: Instant;
}

/** Opens one message, and goes with it. */
export interface OneTimeKey {
  readonly id: number;
  readonly pair: CryptoKeyPair;
  /** The prekey that it came to the relay with, and goes with where no message does. */
  readonly prekey: number;
}

export type NewMessage = Omit<Message, 'position'>;
export type NewCallEntry = Omit<CallEntry, 'position'>;
export type NewTimerEntry = Omit<TimerEntry, 'position'>;

/** Something done to what is there, by anyone of the conversation; `at` is when the relay committed it. */
export interface NewAct {
  readonly kind: 'act';
  readonly id: EnvelopeId;
  readonly conversation: ConversationId;
  readonly author: AccountId;
  readonly at: Instant;
  readonly act: Act;
}

/** What the mailbox brings, opened. */
export type Arriving = NewMessage | NewCallEntry | NewTimerEntry | NewAct;

/**
 * A message or an act waiting for its tick. The same boxes are sent again after a lost answer unless the relay called
 * them stale.
 */
export interface OutboxEntry {
  /** The envelope. */
  readonly message: EnvelopeId;
  readonly conversation: ConversationId;
  readonly to: AccountId;
  readonly content: Content;
  /** Its file is on its way to the relay, and it waits for it; its `blob` is '' until the relay has named one. */
  readonly uploading?: true;
  readonly sealed?: Pick<OutgoingEnvelope, 'body' | 'sealed'>;
  readonly failed?: Reason;
}

/** What the relay is to be told of a blob: that this device has the file, or that it is to be forgotten. */
export type BlobNote = 'taken' | 'removed';

/** The files of messages, by the key of their item. */
export interface FileStore {
  file(item: ItemKey): Promise<Blob | undefined>;
  /** The file of a message that is here; of one that has gone, or was deleted, nothing is kept. */
  saveFile(item: ItemKey, conversation: ConversationId, file: Blob): Promise<void>;
  dropFile(item: ItemKey): Promise<void>;
  /** The entry of a message whose file is still on its way. */
  upload(message: EnvelopeId): Promise<OutboxEntry | undefined>;
  /** The relay has named a blob. */
  saveBlob(message: EnvelopeId, blob: BlobId): Promise<void>;
  /** The whole file is at the relay: the message need not wait any more. */
  markUploaded(message: EnvelopeId): Promise<void>;
  noteBlob(blob: BlobId, note: BlobNote): Promise<void>;
  blobNotes(): Promise<readonly { readonly blob: BlobId; readonly note: BlobNote }[]>;
  forgetNote(blob: BlobId): Promise<void>;
}

/** What is searched for in the messages. */
export interface Wanted {
  /** Folded (`core/chat/words.ts`); each begins a word of the message. */
  readonly words: readonly string[];
  readonly limit: number;
  /** Only in this one. */
  readonly conversation?: ConversationId;
}

export interface Found {
  /** Newest first. */
  readonly messages: readonly Message[];
  readonly more: boolean;
}

/** The history as a whole. */
export interface Archive {
  search(wanted: Wanted): Promise<Found>;
  /** Makes known to the search what a version without one has left; in many small transactions. */
  indexBacklog(): Promise<void>;
  /** Of one conversation, or of all. */
  contents(conversation?: ConversationId): Promise<{ readonly items: number; readonly files: number }>;
  /**
   * Deletes the oldest `limit` items of a conversation with their words and files. Resolves to how many there were;
   * where there were fewer, the conversation is gone, with its draft and what waited to be sent.
   */
  deleteOldest(conversation: ConversationId, limit: number): Promise<number>;
}

/** What a context shows first. */
export interface Overview {
  readonly session: StoredSession | undefined;
  /** Also those who have left the roster, for their names. */
  readonly contacts: readonly Contact[];
  readonly summaries: readonly ConversationSummary[];
}

/**
 * Everything a device remembers, in IndexedDB. Writes are idempotent by id, so that several contexts may do the same
 * one. Rejects with {@link StoreError} when the disk is full or the store is blocked.
 */
export interface History extends FileStore {
  session(): Promise<StoredSession | undefined>;
  saveSession(session: StoredSession, secrets: DeviceSecrets): Promise<void>;
  /** `token` in place of this one, which is kept as a former one. Nothing changes where it is another meanwhile. */
  renewToken(present: string, token: string, since: Instant): Promise<void>;
  secrets(): Promise<DeviceSecrets | undefined>;
  /**
   * In one strict transaction, and only where the device is still this one: its secrets from now on, and one-time keys
   * that are new. Those whose prekey is gone go.
   */
  saveKeys(device: DeviceId, secrets: DeviceSecrets, oneTime: readonly OneTimeKey[]): Promise<void>;
  oneTimeKey(id: number): Promise<OneTimeKey | undefined>;
  /** How many there are. */
  oneTimeKeys(): Promise<number>;
  /** Deletes everything. */
  erase(): Promise<void>;

  roster(): Promise<readonly Contact[]>;
  /** Who was on the roster and is no longer. */
  former(): Promise<readonly Contact[]>;
  saveRoster(contacts: readonly Contact[]): Promise<void>;
  saveContact(contact: Contact): Promise<void>;

  cursor(): Promise<Seq>;
  /**
   * In one strict transaction: what the mailbox brought, the new cursor, and the end of the one-time keys (by id) that
   * have opened it. What is known already changes nothing, nor does what was for another device than this one is by now.
   * Resolves to the conversations that changed.
   */
  store(
    arriving: readonly Arriving[],
    cursor: Seq,
    self: AccountId,
    mailbox?: { readonly device: DeviceId; readonly spent: readonly number[] },
  ): Promise<readonly ConversationId[]>;

  summaries(): Promise<readonly ConversationSummary[]>;
  /** In one transaction: three would be a wait more before the first person is painted. */
  overview(): Promise<Overview>;
  /** One's own acts show as soon as they are queued, here as in {@link summaries}. */
  items(conversation: ConversationId, part: Part): Promise<Page>;
  /** What is done with all of it; loaded on demand. */
  archive(): Promise<Archive>;
  /** Whether there are messages that the search does not know yet. */
  hasBacklog(): Promise<boolean>;
  /** One message, as {@link items} would show it. */
  message(message: Ref): Promise<Message | undefined>;
  markRead(conversation: ConversationId): Promise<void>;
  /**
   * Puts what others have not been told of received and read messages into the outbox, in place of what waits there.
   * Resolves to whether there was anything.
   */
  queueReceipts(self: AccountId, at: Instant, nextId: () => EnvelopeId): Promise<boolean>;

  /**
   * Own message, its outbox entry and its file, together: one without its file could never be sent. They take the place
   * of the draft that was the same text.
   */
  enqueue(message: NewMessage, entry: OutboxEntry, file?: Blob): Promise<void>;
  /** Own act. Takes the place of what it makes needless: an earlier edit of the same message that has not been sent. */
  enqueueAct(entry: OutboxEntry): Promise<void>;
  outbox(): Promise<readonly OutboxEntry[]>;
  saveSealed(message: EnvelopeId, sealed: OutboxEntry['sealed']): Promise<void>;
  /**
   * The tick, by the id of its envelope: a message gets the relay's time, an act takes effect; neither waits any more.
   * `now` is this device's time, from which a message that disappears lives.
   */
  markSent(message: EnvelopeId, at: Instant, now: Instant): Promise<void>;
  /**
   * What has disappeared by now is deleted, and what has been read since begins to. `next` is when the next message
   * disappears.
   */
  expire(now: Instant): Promise<{ readonly changed: readonly ConversationId[]; readonly next?: Instant }>;
  markFailed(message: EnvelopeId, reason: Reason): Promise<void>;
  requeue(message: EnvelopeId): Promise<void>;
  discard(message: EnvelopeId): Promise<void>;

  draft(conversation: ConversationId): Promise<string>;
  saveDraft(conversation: ConversationId, text: string): Promise<void>;

  privacy(): Promise<Privacy>;
  /** Keeps what was chosen and puts it into the outbox for one's own other devices, by this id. */
  savePrivacy(privacy: Privacy, id: EnvelopeId, at: Instant, self: AccountId): Promise<void>;

  devices(account: AccountId): Promise<readonly DeviceKeys[]>;
  saveDevices(account: AccountId, devices: readonly DeviceKeys[]): Promise<void>;

  /** The key of this device's account; missing where another device has not given it. */
  identity(): Promise<OwnIdentity | undefined>;
  saveIdentity(identity: OwnIdentity): Promise<void>;
  /** Where this is still the account's key. */
  saveRecovery(identityKey: string, recovery: NonNullable<OwnIdentity['recovery']>): Promise<void>;
  /** Where this is still the account's key: the device that is on the list. */
  saveJoined(identityKey: string, joined: DeviceId): Promise<void>;
  /** Keeps what was decided and puts it into the outbox for one's own other devices, by this id. */
  mark(mark: Mark, id: EnvelopeId, at: Instant, self: AccountId): Promise<void>;
  pin(account: AccountId): Promise<Pin | undefined>;
  pins(): Promise<readonly Pin[]>;
  /** In one strict transaction: contexts may learn of somebody at the same time. Resolves to what is kept. */
  changePin(account: AccountId, change: (pin: Pin | undefined) => Pin): Promise<Pin>;

  close(): void;
}

/** `offline`: the code that works on the store, or on what it keeps, could not be loaded. */
type Refusal = Extract<Reason, 'storage_full' | 'storage_blocked' | 'offline'>;

export class StoreError extends Error {
  readonly reason: Refusal;
  constructor(reason: Refusal, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}
