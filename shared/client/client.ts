import type { AppState } from '#shared/core/app.ts';
import type { ShareKind, StreamId } from '#shared/core/call/call.ts';
import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Comparison } from '#shared/core/identity/comparison.ts';
import type { Doubt } from '#shared/core/identity/identity.ts';
import type { Restoration } from '#shared/core/identity/recovery.ts';
import type { Privacy } from '#shared/core/privacy/privacy.ts';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import type { Person, RegistrationMode, RelayFacts, SessionSummary } from '#shared/protocol/account-api.ts';
import type {
  AccessKey,
  AccountChange,
  AccountPage,
  AccountQuery,
  IssuedAccessKey,
  ListedAccount,
  ListedSession,
  NewAccessKey,
  NewAccount,
  Overview,
} from '#shared/protocol/administration.ts';
import type { AuditPage } from '#shared/protocol/audit.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { MessageAct, Ref, Text, TimerAct, Undated } from '#shared/protocol/content.ts';
import type { IceServer } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, ConversationId, DeviceId, EnvelopeId, RingTestId } from '#shared/protocol/ids.ts';
import type { AccountChoice, AccountRecord, SecondFactorSecret } from '#shared/protocol/own-account.ts';
import type { DeviceRing, Reach } from '#shared/protocol/ring-test.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import type { Contents, Hits, Progress, Scope } from './archive/archive.ts';
import type { OpenedFile, Recorded } from './files/files.ts';
import type { NoteKind, NoteRecorder } from './media/note-recorder.ts';
import type { CallChoices, CallReport, Senses } from './ports.ts';
import type { Rooms } from './rooms/port.ts';

export type { OpenedFile } from './files/files.ts';
export type { OwnDevices } from './media/devices/port.ts';
export type { NoteKind, NoteRecorder, Recording } from './media/note-recorder.ts';
export type { QualityReport } from './peers/quality-watch.ts';
export type { Rooms, RoomView } from './rooms/port.ts';
export type { Analysis, Sound, SoundState } from './sound/port.ts';
export type { DeviceRing, Reach, Scope, Senses };

/** What a person types to sign in or up. `relay` is an origin, `https://relay.example`. */
export interface Credentials {
  readonly relay: string;
  readonly login: string;
  readonly password: string;
  /** Of the second factor, once the relay has asked for it with `second_factor_required`. */
  readonly code?: string;
}

export interface Registration extends Omit<Credentials, 'code'> {
  readonly email?: string;
  readonly accessKey?: string;
  readonly adminToken?: string;
}

/** A file to be sent, and what is said with it. */
export interface ChosenFile {
  readonly file: Blob;
  readonly name: string;
  readonly text: string;
  readonly recorded?: Recorded;
  readonly reply?: Ref;
}

/** The relay as its administrators see it: accounts, keys and figures, no content. */
export interface Administration {
  overview(): Promise<Outcome<Overview>>;
  setRegistration(mode: RegistrationMode | null): Promise<Outcome>;
  accounts(query: AccountQuery): Promise<Outcome<AccountPage>>;
  createAccount(account: NewAccount): Promise<Outcome<ListedAccount>>;
  changeAccount(uid: AccountId, change: AccountChange): Promise<Outcome<ListedAccount>>;
  /** For somebody who has forgotten theirs. `weak_password` where it is easy to guess. */
  resetPassword(uid: AccountId, password: string): Promise<Outcome>;
  /** For somebody who has lost theirs. */
  removeSecondFactor(uid: AccountId): Promise<Outcome>;
  removeAccount(uid: AccountId): Promise<Outcome>;
  sessions(uid: AccountId): Promise<Outcome<readonly ListedSession[]>>;
  /** One device of theirs, or all. */
  endSession(uid: AccountId, device: DeviceId | 'all'): Promise<Outcome>;
  accessKeys(): Promise<Outcome<readonly AccessKey[]>>;
  issueAccessKey(key: NewAccessKey): Promise<Outcome<IssuedAccessKey>>;
  revokeAccessKey(id: number): Promise<Outcome>;
  /** The newest entries, or those before this one. */
  auditLog(before?: number): Promise<Outcome<AuditPage>>;
}

/**
 * One context's view of the person's account: the PWA's tab, the extension's worker, its popup or its call window.
 * State is read and watched; acts resolve to an outcome and never reject for a reason a person can meet.
 */
export interface Client {
  state(): AppState;
  /** Called after each change of state. Returns what ends it. */
  subscribe(listener: (state: AppState) => void): () => void;

  readonly account: {
    /** Asks an address whether a Tincan relay of this version is there. */
    probe(relay: string): Promise<Outcome<RelayFacts>>;
    create(registration: Registration): Promise<Outcome>;
    signIn(credentials: Credentials): Promise<Outcome>;
    /** Forgets the session and everything stored on this device, after telling the relay where it can be reached. */
    signOut(): Promise<Outcome>;
    sessions(): Promise<Outcome<readonly SessionSummary[]>>;
    /** All that the relay keeps of one's account and that is not sealed. */
    record(): Promise<Outcome<AccountRecord>>;
    /** Of what the relay keeps; how it is now stands in the record. */
    choose(choice: AccountChoice): Promise<Outcome>;
    /** `bad_credentials` where `password` is not the present one, `weak_password` where `fresh` is easy to guess. */
    changePassword(password: string, fresh: string): Promise<Outcome>;
    /** For an authenticator app. Nothing is asked for until {@link turnOnSecondFactor}. */
    beginSecondFactor(password: string): Promise<Outcome<SecondFactorSecret>>;
    /** With a code of that app; resolves to the recovery codes. `not_found` where the secret was given too long ago. */
    turnOnSecondFactor(code: string): Promise<Outcome<readonly string[]>>;
    /** With a code of the app, or a recovery code; resolves to those in the place of all of before. */
    renewRecoveryCodes(password: string, code: string): Promise<Outcome<readonly string[]>>;
    /** With a code of the app, or a recovery code. */
    turnOffSecondFactor(password: string, code: string): Promise<Outcome>;
    /** Deletes it at the relay and everything stored on this device. `last_admin` where nobody else could administer. */
    remove(password: string): Promise<Outcome>;
    /** What administrators may do; the relay refuses everyone else with `forbidden`. */
    administration(): Promise<Outcome<Administration>>;
    /**
     * For administrators: whether the relay is set up as calls need it, by its own word and from here. Each finding is
     * told as soon as it is there; resolves when all are. Rings the person's own devices, silently.
     */
    checkSetup(tell: (finding: Finding) => void): Promise<Outcome>;
  };

  readonly identity: {
    /** Begins to confirm a new device of one's own; both then show the same digits (`state().identity.linking`). */
    confirm(device: DeviceId): void;
    /** The same, by the code that the new device shows. `not_found` where no device with this code waits. */
    confirmByCode(code: string): Promise<Outcome>;
    /** The code of this device. */
    code(): Promise<Outcome<string>>;
    /** The digits are the same on both devices. `withHistory`: the messages of this one go along. */
    agree(withHistory: boolean): void;
    /** They are not, or it is not wanted; also puts away what has ended. */
    endLinking(): void;
    /** Takes a device off the account's list and ends its session. */
    remove(device: DeviceId): Promise<Outcome>;
    /** A new identity in place of one that no device and no recovery key can give. Contacts are told. */
    startOver(): Promise<Outcome>;
    dismissDoubt(doubt: Doubt): void;
  };

  /** The way back for who has lost every device: 24 words, and a backup at the relay that only they open. */
  readonly recovery: {
    /** New words. They are nothing until they are kept. */
    create(): Promise<Outcome<readonly string[]>>;
    /** These are the recovery key from now on; the one before opens nothing any more. */
    keep(words: readonly string[]): Promise<Outcome>;
    /** Makes this device one of the account's again: identity, contacts and whom one has verified come back. */
    restore(text: string): Promise<Restoration>;
  };

  readonly verification: {
    compare(account: AccountId): Promise<Outcome<Comparison>>;
    /** Takes this identity for that person's from now on, `verified` or not, on all of one's devices. */
    decide(account: AccountId, identityKey: string, verified: boolean): Promise<Outcome>;
    /** The camera that looks away from the person. */
    camera(): Promise<Outcome<MediaStreamTrack>>;
  };

  readonly people: {
    /** Exact login or UID. `not_found` where there is nobody. */
    find(query: string): Promise<Outcome<Person>>;
    contact(account: AccountId, act: ContactAct): Promise<Outcome>;
  };

  readonly chat: {
    open(conversation: ConversationId): void;
    close(): void;
    /** More of the open conversation, on either side of what is held. */
    older(): void;
    newer(): void;
    /** Back to the end of the open conversation. */
    newest(): void;
    /** One item with what is around it, marked in the state as the target; opens its conversation. */
    goTo(conversation: ConversationId, item: ItemKey): void;
    /** Queued at once, on disk before it resolves; sent when the relay can be reached. */
    send(conversation: ConversationId, text: string, more?: Pick<Text, 'reply' | 'attachment'>): Promise<Outcome>;
    /** Like {@link send}, for what is done to a message or to how long messages live. Does nothing where the person may not do that. */
    act(conversation: ConversationId, act: Undated<MessageAct | TimerAct>): Promise<Outcome>;
    /** A message that may not be among those held. `undefined` where this device does not have it. */
    message(message: Ref): Promise<Message | undefined>;
    /** What could not be sent, a message or an act, by its envelope. */
    retry(envelope: EnvelopeId): void;
    discard(envelope: EnvelopeId): void;
    /** Everything in the open conversation has been seen. */
    read(conversation: ConversationId): void;
    draft(conversation: ConversationId): Promise<string>;
    saveDraft(conversation: ConversationId, text: string): void;
    /** Someone writes here, or has stopped without sending. Told to the other person as far as one's own privacy allows. */
    typing(conversation: ConversationId, typing: boolean): void;
  };

  /** The history of this device as a whole. What ends early, because `signal` says so, is `cancelled`. */
  readonly archive: {
    /** The newest messages with words that begin with those of the query; `words` are these, folded. */
    search(query: string, limit: number, conversation?: ConversationId): Promise<Outcome<Hits>>;
    contents(scope: Scope): Promise<Outcome<Contents>>;
    /** A zip: the messages of each conversation as JSON, and the files that this device has. */
    export(scope: Scope, progress: Progress): Promise<Outcome<Blob>>;
    /** Messages, calls, files and drafts; the people stay. */
    erase(scope: Scope, progress: Progress): Promise<Outcome>;
  };

  /** The files that messages carry. */
  readonly files: {
    /** A message with a file, queued at once: it is sent when the relay has the file. */
    send(conversation: ConversationId, chosen: ChosenFile): Promise<Outcome>;
    /** What this device has already. */
    kept(message: Message): Promise<OpenedFile | undefined>;
    /** From this device or else from the relay; how far it has come is in the state. `not_found` where it has expired. */
    fetch(message: Message): Promise<Outcome<OpenedFile>>;
    /** Asks for what it takes and begins; ends of itself after so many seconds, and says so. */
    record(kind: NoteKind, longest: number, onLongest: () => void): Promise<Outcome<NoteRecorder>>;
    /** Ends a download. An upload ends when its message is discarded. */
    stop(message: Message): void;
  };

  readonly call: {
    start(person: AccountId, media: CallMedia): void;
    answer(media: CallMedia): void;
    decline(): void;
    hangUp(): void;
    dismiss(): void;
    /** Takes up the call whose path was lost. */
    resume(): void;
    /** Goes on here with the call that another device of this person is in. Must start in a click. */
    moveHere(): void;
    /** Leaves the present call, or who rings, for the call of whoever calls meanwhile. */
    answerWaiting(call: CallId, media: CallMedia): void;
    /** Declines just this call, also where it is not shown or has not been heard of yet. */
    declineWaiting(call: CallId): void;
    setMicrophone(on: boolean): void;
    /** Also where another context of this device has the call. */
    toggleMicrophone(): void;
    setCamera(on: boolean): void;
    setDeafened(deafened: boolean): void;
    /** Must be called in a click. `tabCapture` is the stream id the extension obtained for the tab in front. */
    share(kind: ShareKind, tabCapture?: string): void;
    /** This one, of either side; else all of one's own; else all of the other side. */
    stopSharing(stream?: StreamId): void;
    /** The stream behind an id in the state, for a video element. */
    stream(id: StreamId): MediaStream | undefined;
    /** For this call and those to come on this device. */
    choose(choices: Partial<CallChoices>): void;
    /** What has been chosen, and how the call is in numbers; `undefined` where this context has none. */
    report(): CallReport | undefined;
    /** What the relay names for finding a way between networks; none while it cannot be reached. */
    iceServers(): Promise<readonly IceServer[]>;
  };

  /** Calls of several people by link. `undefined` where what makes them could not be loaded. */
  rooms(): Promise<Rooms | undefined>;

  /** `undefined` where this context runs no calls, or what does could not be loaded. */
  senses(): Promise<Senses | undefined>;

  /** Being called while no context is open, by the browser's push service. */
  readonly push: {
    /** Where notifications are allowed. Does no harm the second time, and finds what the browser has lost. */
    subscribe(): Promise<Reach>;
    /** Where they are not allowed any more. */
    unsubscribe(): Promise<void>;
  };

  /** "Can I be rung?": rings the person's own devices, silently. */
  readonly ringTest: {
    begin(): Promise<Outcome<RingTestId>>;
    /** A push has brought it to this device. */
    heardByPush(test: RingTestId): Promise<Outcome>;
    /** What has come of it so far, for a minute. */
    result(test: RingTestId): Promise<Outcome<readonly DeviceRing[]>>;
  };

  /** For all of the person's devices. */
  setPrivacy(change: Partial<Privacy>): Promise<Outcome>;
  /** The relay may be reachable: it is tried at once. */
  reconnect(): void;
  /** Someone is looking at this context (drives presence, read state and who takes the ring). */
  setVisible(visible: boolean): void;
  /** Tells the person why something could not be done that has no place of its own to say so. */
  notice(reason: Reason): void;
  dismissNotice(id: string): void;
  /** Ends sockets, timers and captures of this context. `returning`: it may be loaded again, and its call waits for that. */
  close(returning?: boolean): void;
}
