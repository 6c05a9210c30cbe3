import type { Account, DeviceKeys } from '#shared/protocol/account.ts';
import type { DeviceRegistration, SessionSummary } from '#shared/protocol/account-api.ts';
import type { BlobId } from '#shared/protocol/blob.ts';
import type { Contact, Relation } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, DeviceId, EnvelopeId, Instant, Seq } from '#shared/protocol/ids.ts';
import type { Waiting } from '#shared/protocol/own-account.ts';
import type { PushSubscription } from '#shared/protocol/push.ts';
import type { RoomCode } from '#shared/protocol/room.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import type { Spread } from '../tally.ts';

// What the store takes and gives. Accounts and devices have small integers inside the relay ("rows") beside the UUIDs
// of the wire: the mailbox is indexed by them, which is several times faster.

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

/** What whoever is blocked is shown of the one who blocks, from then on: the listed devices, the list and the choice of that moment. */
export interface Shown {
  readonly devices: readonly DeviceKeys[];
  readonly list: SignedDeviceList | null;
  /** Missing in a block from before there was a choice. */
  readonly ringSeconds?: number | null;
}

/** What the hub knows of a person while they matter. */
export interface StoredPerson {
  readonly row: AccountRow;
  readonly uid: AccountId;
  readonly login: string;
  readonly role: Role;
  /** An administrator keeps them out. */
  readonly disabled: boolean;
  /** Also by people who have nothing to do with them yet. */
  readonly findable: boolean;
  /** How long calls to them ring, as they have chosen. */
  readonly ringSeconds: number | null;
  readonly lastSeen: Instant | null;
  readonly devices: readonly StoredDevice[];
  /** In ascending order. */
  readonly contacts: readonly AccountRow[];
  /** Requests and blocks. */
  readonly others: readonly Omit<RelationChange, 'owner'>[];
}

export interface StoredSession {
  readonly row: DeviceRow;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  /** Of the token that was shown: the device's present one, the next, which is shown for the first time, or the one before. */
  readonly token: 'present' | 'next' | 'former';
  /** Since when the device has its present token. */
  readonly tokenAt: Instant;
  /** When the token is no longer good: a former one, and a present one that was to be renewed. */
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
  readonly at: Instant;
}

export interface RelationChange {
  readonly owner: AccountRow;
  readonly other: AccountRow;
  readonly relation: Relation;
  /** With a block. */
  readonly shown?: Shown | undefined;
}

/** Mail of whoever is blocked (`other`) to the one who blocks (`owner`): only how much it is will be known. */
export interface Withheld {
  readonly owner: AccountRow;
  readonly other: AccountRow;
  /** Of the longest body. */
  readonly bytes: number;
}

/** An envelope on its way into mailboxes: `bodies[i]` is the JSON text for `devices[i]`. */
export interface Append {
  readonly sender: DeviceRow;
  readonly envelope: EnvelopeId;
  readonly at: Instant;
  readonly devices: readonly DeviceRow[];
  readonly bodies: readonly string[];
  readonly withheld?: Withheld | undefined;
}

export type StoreFailure = 'disk_full' | 'internal';

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

export interface NewRoom {
  readonly code: RoomCode;
  /** SHA-256 of what its link shows. */
  readonly proof: Uint8Array;
  /** Sealed. */
  readonly about: string;
  readonly creator: AccountRow;
  readonly waitingRoom: boolean;
  readonly at: Instant;
}

/** What the host has said of somebody, for good. */
export type RoomStanding = 'admitted' | 'removed';

export interface StoredRoom extends Pick<NewRoom, 'code' | 'proof' | 'about' | 'waitingRoom'> {
  readonly creator: AccountId;
  /** Since when nobody has been inside; `null` while somebody is. */
  readonly idleSince: Instant | null;
  readonly members: readonly { readonly account: AccountId; readonly standing: RoomStanding }[];
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

/** What was seen of the clock when it was last looked at. */
export interface ClockSeen {
  readonly clock: Instant;
  /** The time that it was taken to be. */
  readonly believed: Instant;
  /** What the clock said when it was first seen to be far ahead; null where it is believed. */
  readonly aheadSince: Instant | null;
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
  /** A code is asked for at their sign-in. */
  readonly secondFactorOn: boolean;
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

/** A second factor as it is turned on. */
export interface NewSecondFactor {
  /** Sealed for the account. */
  readonly secret: string;
  /** Of the code that turned it on: no code up to here is good any more. */
  readonly step: number;
  readonly at: Instant;
}

/** All that is kept of an account and is not sealed, for its person. */
export interface AccountRecord extends AccountSummary {
  /** As {@link NewAccount} has it. */
  readonly email: string | null;
  readonly findable: boolean;
  readonly ringSeconds: number | null;
  readonly sessions: readonly Omit<SessionSummary, 'id' | 'current'>[];
  readonly contacts: readonly (Contact & { readonly since: Instant })[];
  readonly pushEndpoints: readonly { readonly device: DeviceId; readonly endpoint: string }[];
  readonly backupBytes: number;
  /** Those made by them. */
  readonly rooms: readonly { readonly room: RoomCode; readonly created_at: Instant }[];
  readonly secondFactor: { readonly since: Instant; readonly recoveryCodes: number } | undefined;
}
