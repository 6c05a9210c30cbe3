import type { DeviceKeys, Prekey } from '#shared/protocol/account.ts';
import type { RegistrationMode, SessionSummary } from '#shared/protocol/account-api.ts';
import type { AccessKey } from '#shared/protocol/administration.ts';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import type { BlobId } from '#shared/protocol/blob.ts';
import type { AccountId, CallId, DeviceId, EnvelopeId, Instant, Seq } from '#shared/protocol/ids.ts';
import type { PushSubscription } from '#shared/protocol/push.ts';
import type { RoomCode } from '#shared/protocol/room.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import type {
  AccountRecord,
  AccountRow,
  AccountSummary,
  Actor,
  Append,
  Appended,
  ClockSeen,
  DeviceRow,
  EndedSession,
  Expiry,
  MailPage,
  NewAccessKey,
  NewAccount,
  NewBlob,
  NewDevice,
  NewRoom,
  NewSecondFactor,
  NextDeviceList,
  Placed,
  RelationChange,
  RemovedAccount,
  Role,
  RoomStanding,
  StoredAccount,
  StoredBlob,
  StoredPerson,
  StoredRoom,
  StoredSession,
  StoredSubscription,
  StoreFailure,
  StoreFigures,
  Summary,
  Usage,
  WaitingMail,
} from './records.ts';

// The port to what survives a restart. Knows nothing of sockets.

export type * from './records.ts';

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
  /** The same with its first device and the session of that: nobody has the one without the other. */
  registerAccount(
    account: NewAccount,
    device: NewDevice,
    accessKey?: Uint8Array,
  ): Promise<AccountRow | 'login_taken' | 'access_key_invalid'>;
  accountByLogin(login: string): Promise<StoredAccount | undefined>;
  /** Changes nothing where it is no longer the former one. */
  renewPassword(account: AccountRow, former: string, password: string): Promise<void>;
  /** `by` an administrator, where it is not the account's own person: the audit log tells of it. */
  setPassword(account: AccountRow, password: string, by?: Actor): Promise<void>;
  /** Its secret as {@link NewSecondFactor} has it, where it is on. */
  secondFactor(account: AccountRow): Promise<string | undefined>;
  /** `recoveryCodes`: their hashes. False, and nothing is changed, where one is on already. */
  saveSecondFactor(
    account: AccountRow,
    factor: NewSecondFactor,
    recoveryCodes: readonly Uint8Array[],
  ): Promise<boolean>;
  /** False where a code of this step or of a later one was used. */
  spendStep(account: AccountRow, step: number): Promise<boolean>;
  /** Forgets it. False where it was not there. */
  spendRecoveryCode(account: AccountRow, hash: Uint8Array): Promise<boolean>;
  /** By these. False, and nothing is changed, where there is no second factor. */
  replaceRecoveryCodes(account: AccountRow, hashes: readonly Uint8Array[]): Promise<boolean>;
  /** With its recovery codes; `by` as of {@link setPassword}. False where there is none. */
  removeSecondFactor(account: AccountRow, by?: Actor): Promise<boolean>;
  hasAdmin(): Promise<boolean>;
  person(uid: AccountId): Promise<StoredPerson | undefined>;
  personByLogin(login: string): Promise<StoredPerson | undefined>;
  saveLastSeen(account: AccountRow, at: Instant): Promise<void>;
  setFindable(account: AccountRow, findable: boolean): Promise<void>;
  /** `null`: as the relay has it. */
  setRingSeconds(account: AccountRow, seconds: number | null): Promise<void>;

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
  adoptToken(device: DeviceRow, tokenHash: Uint8Array, at: Instant, formerEndsAt: Instant): Promise<void>;
  /** Where it is still the present one of its device it is good until then. Nothing changes where that was said before. */
  endToken(tokenHash: Uint8Array, at: Instant): Promise<void>;
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
  /** The newest list of each of these accounts, in their order. */
  deviceLists(accounts: readonly AccountRow[]): Promise<readonly (SignedDeviceList | undefined)[]>;
  /** The lists of this account that another one has followed, behind this version, oldest first. */
  formerLists(account: AccountRow, after: number): Promise<readonly SignedDeviceList[]>;
  /** Forgets lists that were followed before this. */
  forgetLists(before: Instant): Promise<void>;
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
  /** Without it no administrator who may come in would be left. */
  isLastAdmin(account: AccountRow): Promise<boolean>;
  /** Removes everything that is here of it, what waits for others too; the places of that mail stay. */
  removeAccount(account: AccountRow, by: Actor): Promise<RemovedAccount | undefined>;
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
  /** The latest time of the envelopes that were taken last, as far as their ids tell; 0 where there is none. */
  newestTaken(): Promise<Instant>;
  /** What was withheld before this no longer counts. */
  forgetWithheld(before: Instant): Promise<void>;

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

  /** Fails where there is one of this code. */
  createRoom(room: NewRoom): Promise<void>;
  room(code: RoomCode): Promise<StoredRoom | undefined>;
  /** Changes nothing where there is no such room. */
  setRoomIdle(code: RoomCode, since: Instant | null): Promise<void>;
  setRoomMember(code: RoomCode, account: AccountRow, standing: RoomStanding): Promise<void>;
  removeRoom(code: RoomCode): Promise<void>;
  /** Nobody is inside of any: those where somebody was have been idle since then. */
  emptyRooms(at: Instant): Promise<void>;
  /** Forgets those in which nobody has been since before. */
  forgetRooms(before: Instant): Promise<void>;

  pushSubscriptions(account: AccountRow): Promise<readonly StoredSubscription[]>;
  /** In place of the one before, and of one that another device has with the same endpoint. */
  savePushSubscription(device: DeviceRow, subscription: PushSubscription): Promise<void>;
  /** With `endpoint` only where it is still that one. */
  forgetPushSubscription(device: DeviceRow, endpoint?: string): Promise<void>;

  clockSeen(): Promise<ClockSeen | undefined>;
  saveClockSeen(seen: ClockSeen): Promise<void>;

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

/** Nothing of the refused operation was stored. */
export class StoreError extends Error {
  readonly reason: StoreFailure;
  constructor(reason: StoreFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}

export const isDiskFull = (error: unknown): boolean => error instanceof StoreError && error.reason === 'disk_full';
