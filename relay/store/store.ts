import type {
  Account,
  DeviceKeys,
  DeviceRegistration,
  Prekey,
  RegistrationMode,
  SessionSummary,
} from '#shared/protocol/account.ts';
import type { AccessKey } from '#shared/protocol/administration.ts';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import type { BlobId } from '#shared/protocol/blob.ts';
import type { SignedDeviceList } from '#shared/protocol/device-list.ts';
import type { Contact, Relation } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, DeviceId, EnvelopeId, Instant, Seq } from '#shared/protocol/ids.ts';
import type { Waiting } from '#shared/protocol/own-account.ts';
import type { PushSubscription } from '#shared/protocol/push.ts';
import type { Spread } from '../tally.ts';

// The port to what survives a restart. Knows nothing of sockets. Accounts and devices have small integers inside the
// relay ("rows") beside the UUIDs of the wire: the mailbox is indexed by them, which is several times faster.

export type AccountRow = number;
export type DeviceRow = number;
export type Role = Account['role'];

/** A device and its session: they begin and end together, and the session's id is the device's. */
export interface NewDevice extends DeviceRegistration {
  readonly device: DeviceId;
  /** SHA-256 of the session's token; the token itself is never stored. */
  readonly tokenHash: Uint8Array;
  readonly at: Instant;
}

export interface NewAccount {
  readonly uid: AccountId;
  readonly login: string;
  /** The login with look-alike characters folded together: unique. */
  readonly skeleton: string;
  /** The name of the key that is in the hash, and Argon2id in PHC form. */
  readonly password: string;
  readonly email: string | null;
  readonly role: Role;
  readonly at: Instant;
}

export interface StoredAccount {
  readonly row: AccountRow;
  readonly uid: AccountId;
  readonly login: string;
  readonly role: Role;
  readonly password: string;
}

export interface StoredDevice {
  readonly row: DeviceRow;
  readonly device: DeviceId;
  readonly createdAt: Instant;
  /** The account's device list names it, or there is none. */
  readonly listed: boolean;
  /** The id of its newest prekey. */
  readonly prekey: number;
  /** How many one-time prekeys of it are left. */
  readonly oneTimePrekeys: number;
}

/** What the hub knows of a person while they matter. */
export interface StoredPerson {
  readonly row: AccountRow;
  readonly uid: AccountId;
  readonly login: string;
  readonly role: Role;
  /** An administrator keeps them out. */
  readonly disabled: boolean;
  readonly lastSeen: Instant | null;
  readonly devices: readonly StoredDevice[];
  /** In ascending order. */
  readonly contacts: readonly AccountRow[];
  /** Requests and blocks. */
  readonly others: readonly { readonly other: AccountRow; readonly relation: Relation }[];
}

export interface StoredSession {
  readonly row: DeviceRow;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  /** Of the token that was shown: the device's present one, the next, which is shown for the first time, or the one before. */
  readonly token: 'present' | 'next' | 'former';
  /** When a former token is no longer good. */
  readonly tokenEndsAt: Instant | null;
}

export interface EndedSession {
  readonly account: AccountId;
  readonly device: DeviceId;
}

/** A device list that follows the one before. */
export interface NextDeviceList extends SignedDeviceList {
  readonly account: AccountRow;
  readonly version: number;
  readonly devices: readonly DeviceId[];
}

export interface RelationChange {
  readonly owner: AccountRow;
  readonly other: AccountRow;
  readonly relation: Relation;
}

/** An envelope on its way into mailboxes: `bodies[i]` is the JSON text for `devices[i]`. */
export interface Append {
  readonly sender: DeviceRow;
  readonly envelope: EnvelopeId;
  readonly at: Instant;
  readonly devices: readonly DeviceRow[];
  readonly bodies: readonly string[];
}

export type Appended =
  /** On the disk; `seqs[i]` is the place in the mailbox of `devices[i]`, 0 where that device is gone. */
  | { readonly type: 'stored'; readonly seqs: readonly Seq[] }
  /** It was there already, since `at`. */
  | { readonly type: 'known'; readonly at: Instant }
  | { readonly type: 'full' }
  | { readonly type: 'failed'; readonly reason: StoreFailure };

/** `gone`: what its sender has taken back with their whole account; its place stays. */
export type MailKind = 'envelope' | 'call' | 'gone';

export interface Mail {
  readonly seq: Seq;
  readonly at: Instant;
  readonly kind: MailKind;
  readonly body: string;
}

export interface MailPage {
  readonly items: readonly Mail[];
  /** False where the page reaches the end of the mailbox. */
  readonly more: boolean;
  /** The newest place ever given out in this mailbox. */
  readonly last: Seq;
}

export interface Summary {
  readonly call: CallId;
  readonly accounts: readonly AccountRow[];
  readonly at: Instant;
  readonly body: string;
}

export interface Placed {
  readonly device: DeviceRow;
  readonly seq: Seq;
}

export interface NewBlob {
  readonly id: BlobId;
  readonly uploader: AccountRow;
  readonly recipient: AccountRow;
  /** In bytes of ciphertext. */
  readonly size: number;
  readonly at: Instant;
}

export interface StoredBlob extends Omit<NewBlob, 'at'> {
  /** `null` while parts are missing. */
  readonly completedAt: Instant | null;
}

/** Where a device takes pushes. */
export interface StoredSubscription extends PushSubscription {
  readonly row: DeviceRow;
  readonly device: DeviceId;
}

/** What waits in all mailboxes together. */
export interface WaitingMail {
  readonly items: number;
  /** When the oldest came; `null` where there is none. */
  readonly since: Instant | null;
}

/** What the store has done since it was opened, in numbers that only grow. */
export interface StoreFigures {
  /** Messages on the disk. */
  messages: number;
  /** How much each commit held. */
  readonly jobs: Spread;
  /** How long each took, in seconds, from handing it over to its answer. */
  readonly seconds: Spread;
}

export interface Expiry {
  /** Sessions last used before this end. */
  readonly idleBefore: Instant;
  /** Sessions begun before this end. */
  readonly begunBefore: Instant;
}

/** Who does what an audit log remembers, and when. `null`: the relay itself. */
export interface Actor {
  readonly account: AccountId | null;
  readonly at: Instant;
}

export interface NewAccessKey {
  /** SHA-256 of the key; the key itself is never stored. */
  readonly hash: Uint8Array;
  readonly label: string;
  readonly expiresAt: Instant;
  readonly uses: number;
}

/** An account as administrators see it, and what it takes up. */
export interface AccountSummary {
  readonly uid: AccountId;
  readonly login: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: Instant;
  readonly lastSeen: Instant | null;
  readonly devices: number;
  readonly mail: Waiting;
  readonly files: Waiting;
}

export interface Usage {
  readonly accounts: { readonly all: number; readonly admins: number; readonly disabled: number };
  readonly devices: number;
  readonly mail: Waiting;
  readonly files: Waiting;
}

/** What was there of an account that is removed now. */
export interface RemovedAccount {
  readonly devices: readonly DeviceId[];
  /** Files it has sent or was to get. */
  readonly blobs: readonly BlobId[];
  /** Whoever had a relation to it. */
  readonly others: readonly AccountRow[];
}

/** All that is kept of an account and is not sealed, for its person. */
export interface AccountRecord extends AccountSummary {
  /** As {@link NewAccount} has it. */
  readonly email: string | null;
  readonly sessions: readonly Omit<SessionSummary, 'id' | 'current'>[];
  readonly contacts: readonly (Contact & { readonly since: Instant })[];
  readonly pushEndpoints: readonly { readonly device: DeviceId; readonly endpoint: string }[];
  readonly backupBytes: number;
}

/** What takes part in the common transaction and is answered after its commit. */
export interface StoreOperations {
  /**
   * With `accessKey`, its hash, only where that key still admits somebody; one use of it is spent. With `by` the audit log
   * tells of it.
   */
  createAccount(
    account: NewAccount,
    accessKey?: Uint8Array,
    by?: Actor,
  ): Promise<AccountRow | 'login_taken' | 'access_key_invalid'>;
  accountByLogin(login: string): Promise<StoredAccount | undefined>;
  /** Changes nothing where it is no longer the former one. */
  renewPassword(account: AccountRow, former: string, password: string): Promise<void>;
  /** `by` an administrator, where it is not the account's own person: the audit log tells of it. */
  setPassword(account: AccountRow, password: string, by?: Actor): Promise<void>;
  hasAdmin(): Promise<boolean>;
  person(uid: AccountId): Promise<StoredPerson | undefined>;
  personByLogin(login: string): Promise<StoredPerson | undefined>;
  saveLastSeen(account: AccountRow, at: Instant): Promise<void>;

  /** A new device with its session. Beyond `maxDevices` the least recently used ones are ended. */
  openSession(
    account: AccountRow,
    device: NewDevice,
    maxDevices: number,
  ): Promise<{ row: DeviceRow; listed: boolean; ended: readonly EndedSession[] }>;
  session(tokenHash: Uint8Array): Promise<StoredSession | undefined>;
  /** What the device has as its next token; in place of another that was never shown. */
  offerToken(device: DeviceRow, tokenHash: Uint8Array): Promise<void>;
  /** The next token is the present one from now on, and that one the former. Nothing changes where it is so already. */
  adoptToken(device: DeviceRow, tokenHash: Uint8Array, formerEndsAt: Instant): Promise<void>;
  sessions(account: AccountRow): Promise<readonly Omit<SessionSummary, 'id' | 'current'>[]>;
  touchSessions(devices: readonly DeviceId[], at: Instant): Promise<void>;
  /** Removes the session, its device, keys and mailbox, where this account has it. */
  endSession(account: AccountId, device: DeviceId): Promise<EndedSession | undefined>;
  endExpiredSessions(expiry: Expiry): Promise<readonly EndedSession[]>;
  deviceKeys(accounts: readonly AccountRow[]): Promise<readonly DeviceKeys[]>;
  /** In place of all keys the device has but the one it signs with. */
  savePrekeys(device: DeviceRow, prekey: Prekey, oneTime: readonly Prekey[]): Promise<void>;
  /** Forgets a one-time prekey of the device, where there is one, and says how many are left. */
  takeOneTimePrekey(device: DeviceRow): Promise<{ readonly prekey: Prekey | undefined; readonly left: number }>;
  /** The newest list of each of these accounts that has one. */
  deviceLists(accounts: readonly AccountRow[]): Promise<readonly SignedDeviceList[]>;
  /** Keeps the list and marks the devices it names. False, and nothing is changed, where the one before is not there. */
  saveDeviceList(list: NextDeviceList): Promise<boolean>;

  /** Those whose login has `search` in it, by login, from behind `after`. */
  accounts(search: string, after: string, most: number): Promise<readonly AccountSummary[]>;
  /** Nothing is changed where no administrator who may come in would be left. */
  changeAccount(
    account: AccountRow,
    change: { readonly role?: Role | undefined; readonly disabled?: boolean | undefined },
    by: Actor,
  ): Promise<'changed' | 'last_admin' | 'unknown'>;
  /** Ends all its sessions but those of the devices that are kept. */
  endSessions(account: AccountRow, kept: readonly DeviceId[], by: Actor): Promise<readonly EndedSession[]>;
  /** Removes everything that is here of it, what waits for others too; the places of that mail stay. */
  removeAccount(account: AccountRow, by: Actor): Promise<RemovedAccount | 'last_admin' | 'unknown'>;
  accountSummary(account: AccountRow): Promise<AccountSummary | undefined>;
  accountRecord(account: AccountRow): Promise<AccountRecord | undefined>;
  /** Something was removed since the last {@link Store.compact}. */
  needsCompaction(): Promise<boolean>;
  usage(): Promise<Usage>;

  issueAccessKey(key: NewAccessKey, by: Actor): Promise<AccessKey>;
  /** Those that still admit somebody, newest first. */
  accessKeys(now: Instant): Promise<readonly AccessKey[]>;
  revokeAccessKey(id: number, by: Actor): Promise<boolean>;

  /** What an administrator has set in place of the configuration's. */
  registration(): Promise<RegistrationMode | null>;
  setRegistration(mode: RegistrationMode | null, by: Actor): Promise<void>;

  /** Newest first: those before `before`. */
  auditLog(before: number, most: number): Promise<readonly AuditEntry[]>;
  loginsOf(accounts: readonly AccountId[]): Promise<readonly { readonly uid: AccountId; readonly login: string }[]>;

  /** A list of `Contact` by login, as JSON: one text crosses from thread to thread in a fraction of the time its objects take. */
  roster(account: AccountRow): Promise<string>;
  changeRelations(changes: readonly RelationChange[], at: Instant): Promise<void>;

  /** From behind `after`, at most about `maxBytes` of bodies but at least one item where there is one. */
  readMail(device: DeviceRow, after: Seq, maxBytes: number): Promise<MailPage>;
  devices(): Promise<readonly DeviceRow[]>;
  /** Forgets mail older than this. */
  forgetMail(device: DeviceRow, before: Instant): Promise<void>;
  /** Forgets some of the envelopes taken before this, by id from behind `after`; resolves to where to go on. */
  forgetTaken(after: string, before: Instant): Promise<EnvelopeId | undefined>;

  saveCall(call: CallId, record: string): Promise<void>;
  calls(): Promise<readonly string[]>;
  /** Forgets the saved record and puts the summary into every mailbox of these accounts. */
  endCall(summary: Summary): Promise<readonly Placed[]>;

  /** False where the uploader's blobs would be more than `quota` bytes in all. */
  createBlob(blob: NewBlob, quota: number): Promise<boolean>;
  blob(id: BlobId): Promise<StoredBlob | undefined>;
  /**
   * Every part is there: now each device of the two people has to fetch it, but the one that brought the last part.
   * True where there is no such device: then it is forgotten.
   */
  completeBlob(id: BlobId, by: DeviceRow, at: Instant): Promise<boolean>;
  /** This device has it. True where it was the last one: then it is forgotten. */
  takeBlob(id: BlobId, device: DeviceRow): Promise<boolean>;
  removeBlob(id: BlobId): Promise<boolean>;
  /** Forgets those begun before and never completed, those completed before, and those nobody waits for any more. */
  forgetBlobs(begunBefore: Instant, completedBefore: Instant): Promise<readonly BlobId[]>;
  blobs(): Promise<readonly BlobId[]>;

  /** The sealed backup of an account. */
  backup(account: AccountRow): Promise<Uint8Array | undefined>;
  /** In place of the one before. */
  saveBackup(account: AccountRow, bytes: Uint8Array, at: Instant): Promise<void>;

  pushSubscriptions(account: AccountRow): Promise<readonly StoredSubscription[]>;
  /** In place of the one before, and of one that another device has with the same endpoint. */
  savePushSubscription(device: DeviceRow, subscription: PushSubscription): Promise<void>;
  /** With `endpoint` only where it is still that one. */
  forgetPushSubscription(device: DeviceRow, endpoint?: string): Promise<void>;

  waitingMail(): Promise<WaitingMail>;
  /** Changes nothing, but is on the disk afterwards; refused where nothing can be written. */
  tryToWrite(): Promise<void>;
}

export interface Store extends StoreOperations {
  readonly figures: Readonly<StoreFigures>;
  /** As the others, without a promise for each message. `done` is called in the order of the calls. */
  append(append: Append, done: (appended: Appended) => void): void;
  /** Forgets everything up to `through`. Where it names what is forgotten or was never there, nothing changes. */
  acknowledge(device: DeviceRow, through: Seq): void;
  /** Writes the database anew, so that nothing of what was removed stays in its file. */
  compact(): Promise<void>;
  /** Commits what is queued and closes. */
  close(): Promise<void>;
}

export type StoreFailure = 'disk_full' | 'internal';

/** Nothing of the refused operation was stored. */
export class StoreError extends Error {
  readonly reason: StoreFailure;
  constructor(reason: StoreFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}
