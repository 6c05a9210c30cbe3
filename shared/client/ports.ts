import type { ShareKind, StreamId } from '#shared/core/call/call.ts';
import type { PeerEvent, PeerMessage } from '#shared/core/call/peer.ts';
import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { CallEntry, ConversationSummary, Message, TimerEntry } from '#shared/core/chat/timeline.ts';
import type { Page, Part } from '#shared/core/chat/window.ts';
import type { Privacy } from '#shared/core/privacy/privacy.ts';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import type { WindowMessage } from '#shared/core/window-message.ts';
import type {
  DeviceKeys,
  DeviceRegistration,
  Person,
  Prekey,
  RelayFacts,
  Session,
  SessionSummary,
} from '#shared/protocol/account.ts';
import type { BlobId } from '#shared/protocol/blob.ts';
import type { CallParty } from '#shared/protocol/call.ts';
import type { Act, Content, Ref } from '#shared/protocol/content.ts';
import type { Box, OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import type { ClientFrame, Contact, IceServer, RelayFrame, SignalType } from '#shared/protocol/frames.ts';
import type {
  AccountId,
  CallId,
  ConversationId,
  DeviceId,
  EndpointId,
  EnvelopeId,
  Instant,
  Seq,
} from '#shared/protocol/ids.ts';
import type { BlobApi } from './files/blob-api.ts';
import type { IdentityKeys, OwnIdentity } from './identity/identity-keys.ts';
import type { Mark } from './identity/mark.ts';
import type { Pin } from './identity/pin.ts';

export type { PeerEvent, PeerMessage, WindowMessage };

// The doors of a client to the world. `run-effects.ts` is the only caller; each adapter lives in a folder of its own.

export interface Clock {
  now(): Instant;
  /** Calls `run` once after `ms`; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Identifiers and chance, injected so that tests can decide them. */
export interface Chance {
  uuid(): string;
  /** Makes ids of envelopes, each greater than the one before; its code is loaded on demand. */
  ulids(): Promise<() => EnvelopeId>;
  /** In [0, 1). */
  random(): number;
}

/** The browser's own word on the network. */
export interface Network {
  /** Calls back when the device is on a network again. Returns what ends it. */
  returned(listener: () => void): () => void;
}

// --- relay/ ---------------------------------------------------------------------------------------------------------

/** The relay's HTTP API. Refusals and unreachable relays come as outcomes. */
export interface RelayApi {
  facts(relay: string): Promise<Outcome<RelayFacts>>;
  register(
    relay: string,
    request: {
      login: string;
      password: string;
      email?: string;
      accessKey?: string;
      adminToken?: string;
      device: DeviceRegistration;
    },
  ): Promise<Outcome<Session>>;
  signIn(
    relay: string,
    request: { login: string; password: string; device: DeviceRegistration },
  ): Promise<Outcome<Session>>;
  signOut(relay: string, token: string): Promise<Outcome>;
  sessions(relay: string, token: string): Promise<Outcome<readonly SessionSummary[]>>;
  revoke(relay: string, token: string, session: string): Promise<Outcome>;
  find(relay: string, token: string, query: string): Promise<Outcome<Person>>;
  ticket(relay: string, token: string): Promise<Outcome<string>>;
  /** What waits for the recovery key of the account. `not_found` where there is nothing. */
  backup(relay: string, token: string): Promise<Outcome<Uint8Array>>;
  saveBackup(relay: string, token: string, backup: Uint8Array<ArrayBuffer>): Promise<Outcome>;
}

export interface RelaySocketEvents {
  frame(frame: RelayFrame): void;
  /** `code` is the close code, 1006 where there was none. Called once. */
  closed(code: number): void;
}

export interface RelaySocket {
  send(frame: ClientFrame): void;
  close(): void;
}

/** Opens one socket; frames that do not fit the schema are dropped and counted, never passed on. */
export type OpenRelaySocket = (relay: string, ticket: string, events: RelaySocketEvents) => RelaySocket;

// --- history/ -------------------------------------------------------------------------------------------------------

/** What a device must keep to be itself. Keys are non-extractable. */
export interface StoredSession {
  readonly relay: string;
  readonly token: string;
  readonly account: Session['account'];
  readonly device: DeviceId;
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

/**
 * Everything a device remembers, in IndexedDB. Writes are idempotent by id, so that several contexts may do the same
 * one. Rejects with {@link StoreError} when the disk is full or the store is blocked.
 */
export interface History extends FileStore {
  session(): Promise<StoredSession | undefined>;
  saveSession(session: StoredSession, secrets: DeviceSecrets): Promise<void>;
  secrets(): Promise<DeviceSecrets | undefined>;
  /** Deletes everything. */
  erase(): Promise<void>;

  roster(): Promise<readonly Contact[]>;
  /** Who was on the roster and is no longer. */
  former(): Promise<readonly Contact[]>;
  saveRoster(contacts: readonly Contact[]): Promise<void>;
  saveContact(contact: Contact): Promise<void>;

  cursor(): Promise<Seq>;
  /**
   * In one strict transaction: what the mailbox brought and the new cursor. What is known already changes nothing.
   * Resolves to the conversations that changed.
   */
  store(arriving: readonly Arriving[], cursor: Seq, self: AccountId): Promise<readonly ConversationId[]>;

  summaries(): Promise<readonly ConversationSummary[]>;
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

  /** Own message and its outbox entry, together. */
  enqueue(message: NewMessage, entry: OutboxEntry): Promise<void>;
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
  /** Keeps what was decided and puts it into the outbox for one's own other devices, by this id. */
  mark(mark: Mark, id: EnvelopeId, at: Instant, self: AccountId): Promise<void>;
  pin(account: AccountId): Promise<Pin | undefined>;
  pins(): Promise<readonly Pin[]>;
  /** In one strict transaction: contexts may learn of somebody at the same time. Resolves to what is kept. */
  changePin(account: AccountId, change: (pin: Pin | undefined) => Pin): Promise<Pin>;

  close(): void;
}

/** `offline`: the code that works on the store could not be loaded. */
type Refusal = Extract<Reason, 'storage_full' | 'storage_blocked' | 'offline'>;

export class StoreError extends Error {
  readonly reason: Refusal;
  constructor(reason: Refusal, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

// --- windows/ -------------------------------------------------------------------------------------------------------

export interface Windows {
  post(message: WindowMessage): void;
  /** Messages of the *other* contexts of this device. Returns what ends it. */
  listen(listener: (message: WindowMessage) => void): () => void;
  /** Runs `work` while no other context of this device holds the lock of that name; waits for it. */
  exclusive(lock: string, work: () => Promise<void>): Promise<void>;
}

// --- seal/ ----------------------------------------------------------------------------------------------------------

/** What the ciphertext is bound to: nobody can move a box to another sender, device or purpose. */
export interface SealContext {
  readonly purpose: 'message' | 'signal' | 'link';
  /** Envelope id, call id for a signal, session for a link between own devices. */
  readonly subject: string;
  readonly from: { readonly account: AccountId; readonly device: DeviceId };
  readonly to: { readonly account: AccountId; readonly device: DeviceId };
}

/** The recipient's keys are not what they claim to be: nothing was sealed. */
export class SealError extends Error {
  readonly reason = 'unsealable' satisfies Reason;
}

/** Ciphertext (base64) for everyone, and the 64 bytes that a box holds for each: its key, and its SHA-256. */
export interface SealedBody {
  readonly body: string;
  readonly key: Uint8Array;
}

/** HPKE to each device, signed (security.md, decision 1). Stateless. */
export interface Sealer {
  /** New key pairs for a new device and the public halves to register. */
  newDevice(name: string): Promise<{ secrets: DeviceSecrets; registration: DeviceRegistration }>;
  newPrekey(secrets: DeviceSecrets): Promise<{ secrets: DeviceSecrets; prekey: Prekey }>;
  /** Rejects with {@link SealError} where the recipient's prekey is not signed by the recipient. */
  seal(plaintext: Uint8Array, recipient: DeviceKeys, secrets: DeviceSecrets, context: SealContext): Promise<Box>;
  /** Once for all who get a message; what its boxes hold opens it. */
  sealBody(plaintext: Uint8Array<ArrayBuffer>): Promise<SealedBody>;
  /** Fails with `unsealable` where the body is not the one that the key was made for. */
  openBody(body: string, key: Uint8Array): Promise<Outcome<Uint8Array>>;
  /** Fails with `unsealable` where the signature, the key or the context does not fit. */
  open(box: Box, sender: DeviceKeys, secrets: DeviceSecrets, context: SealContext): Promise<Outcome<Uint8Array>>;
}

// --- peers/ and media/ ----------------------------------------------------------------------------------------------

/** Signals leave and arrive in clear here; sealing them is the caller's. */
export interface PeerSignals {
  send(type: SignalType, payload: unknown): void;
}

/** The media path of one call, between two endpoints. */
export interface PeerLink {
  /** A signal of the other side, opened. */
  receive(type: SignalType, payload: unknown): void;
  /** `undefined` sends nothing of that kind; never renegotiates. */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | undefined): void;
  share(stream: MediaStream, kind: ShareKind): void;
  stopShare(): void;
  tell(message: PeerMessage): void;
  /** The network changed or the sockets came back: try an ICE restart if the path is not well. */
  revive(): void;
  close(): void;
}

export interface PeerLinkOptions {
  readonly call: CallId;
  readonly self: EndpointId;
  readonly peer: CallParty;
  /** The caller offers and is impolite; the answerer is polite (call-flow.md R28). */
  readonly role: 'caller' | 'callee';
  readonly iceServers: readonly IceServer[];
  readonly signals: PeerSignals;
  readonly onEvent: (event: PeerEvent) => void;
  /** Registers a stream and names it. */
  readonly hold: (stream: MediaStream) => StreamId;
}

/** Loaded on demand: nothing of PeerJS is in the first bundle. */
export type OpenPeerLink = (options: PeerLinkOptions) => PeerLink;

/** Microphone, camera and screen. Nothing is captured before it is asked for; every refusal is a reason. */
export interface Media {
  microphone(): Promise<Outcome<MediaStreamTrack>>;
  /** `environment`: the one that looks away from the person, where there is such. */
  camera(facing?: 'environment'): Promise<Outcome<MediaStreamTrack>>;
  /** The system's picker. Must start in a click. */
  screen(): Promise<Outcome<MediaStream>>;
  /** The extension's tab capture; keeps the tab audible for the sharer. */
  tab(tabCapture: string): Promise<Outcome<MediaStream>>;
  canShare(): { readonly screen: boolean; readonly tab: boolean };
}

/** Sounds of a call that are not the call's own. Starting one ends the other. */
export interface Ringer {
  /** Someone calls: until stopped. Also vibrates where the device can. */
  ring(): void;
  /** Their device rings (call-flow.md R8). */
  ringback(): void;
  stop(): void;
}

/** What only a context that can run a call has; loaded on demand. */
export interface Calling {
  readonly openPeerLink: OpenPeerLink;
  readonly media: Media;
  readonly ringer: Ringer;
}

/** The context that does the mail of this device in the place of one that is there for moments. */
export interface MailElsewhere {
  /** It is there, and sends what waits. */
  wake(): void;
}

/** What a context has: the worker and the popup have no media and no peers. */
export interface Ports {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly network?: Network;
  readonly api: RelayApi;
  readonly openSocket: OpenRelaySocket;
  readonly history: History;
  readonly windows: Windows;
  readonly blobs: () => Promise<BlobApi>;
  readonly sealer: () => Promise<Sealer>;
  readonly identities: () => Promise<IdentityKeys>;
  readonly calling?: () => Promise<Calling>;
  /** Missing where this context takes messages to the relay and brings them from it itself. */
  readonly mailElsewhere?: MailElsewhere;
  /** What this device is called in the list of sessions. */
  readonly deviceName: string;
}
