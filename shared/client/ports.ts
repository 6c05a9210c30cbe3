import type { ShareKind, StreamId } from '#shared/core/call/call.ts';
import type { PeerEvent, PeerMessage } from '#shared/core/call/peer.ts';
import type { Ways } from '#shared/core/network/verdict.ts';
import type { ShareChoices } from '#shared/core/quality/share-choice.ts';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import type { WindowMessage } from '#shared/core/window-message.ts';
import type { DeviceKeys, Prekey } from '#shared/protocol/account.ts';
import type { DeviceRegistration, Person, RelayFacts, Session, SessionSummary } from '#shared/protocol/account-api.ts';
import type { CallParty } from '#shared/protocol/call.ts';
import type { ClientFrame, SignalType } from '#shared/protocol/client-frames.ts';
import type { Box } from '#shared/protocol/envelope.ts';
import type { IceServer, RelayFrame } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, DeviceId, EndpointId, EnvelopeId, Instant, RingTestId } from '#shared/protocol/ids.ts';
import type { AccountChoice, AccountRecord, SecondFactorSecret } from '#shared/protocol/own-account.ts';
import type { PushSubscription } from '#shared/protocol/push.ts';
import type { Alerts, DeviceRing, RingHeard } from '#shared/protocol/ring-test.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import type { BlobApi } from './files/blob-api.ts';
import type { DeviceSecrets, History, OneTimeKey } from './history/port.ts';
import type { IdentityKeys } from './identity/identity-keys.ts';
import type { OwnDevices } from './media/devices/port.ts';
import type { Course } from './peers/course.ts';
import type { QualityReport } from './peers/quality-watch.ts';
import type { MicrophoneSound, Sound } from './sound/port.ts';

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
    request: { login: string; password: string; code?: string; device: DeviceRegistration },
  ): Promise<Outcome<Session>>;
  signOut(relay: string, token: string): Promise<Outcome>;
  /** A token in place of this one, as soon as it is first shown. */
  renewToken(relay: string, token: string): Promise<Outcome<string>>;
  sessions(relay: string, token: string): Promise<Outcome<readonly SessionSummary[]>>;
  revoke(relay: string, token: string, session: string): Promise<Outcome>;
  accountRecord(relay: string, token: string): Promise<Outcome<AccountRecord>>;
  chooseOfAccount(relay: string, token: string, choice: AccountChoice): Promise<Outcome>;
  /** `fresh`: the password from now on. */
  changePassword(relay: string, token: string, password: string, fresh: string): Promise<Outcome>;
  beginSecondFactor(relay: string, token: string, password: string): Promise<Outcome<SecondFactorSecret>>;
  /** Resolves to the recovery codes. */
  turnOnSecondFactor(relay: string, token: string, code: string): Promise<Outcome<readonly string[]>>;
  renewRecoveryCodes(relay: string, token: string, password: string, code: string): Promise<Outcome<readonly string[]>>;
  turnOffSecondFactor(relay: string, token: string, password: string, code: string): Promise<Outcome>;
  removeAccount(relay: string, token: string, password: string): Promise<Outcome>;
  find(relay: string, token: string, query: string): Promise<Outcome<Person>>;
  ticket(relay: string, token: string): Promise<Outcome<string>>;
  /** What waits for the recovery key of the account. `not_found` where there is nothing. */
  backup(relay: string, token: string): Promise<Outcome<Uint8Array>>;
  saveBackup(relay: string, token: string, backup: Uint8Array<ArrayBuffer>): Promise<Outcome>;
  /** What this relay's pushes are signed with. */
  pushKey(relay: string): Promise<Outcome<string>>;
  /** Where this device takes pushes. `bad_request` where the relay sends none to that service. */
  savePush(relay: string, token: string, subscription: PushSubscription): Promise<Outcome>;
  /** It takes none any more. */
  forgetPush(relay: string, token: string): Promise<Outcome>;
  beginRingTest(relay: string, token: string): Promise<Outcome<RingTestId>>;
  /** This device has been reached by it. */
  ringHeard(relay: string, token: string, test: RingTestId, how: RingHeard): Promise<Outcome>;
  ringTestResult(relay: string, token: string, test: RingTestId): Promise<Outcome<readonly DeviceRing[]>>;
  /** For administrators: what the relay finds out about itself. */
  setupCheck(relay: string, token: string): Promise<Outcome<readonly Finding[]>>;
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

// --- history/ --------------------------------------------------------------------------------------------------------

export type * from './history/port.ts';
export { StoreError } from './history/port.ts';

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
  readonly purpose: 'message' | 'signal' | 'link' | 'handover';
  /** Envelope id, call id for a signal, session for a link between own devices, call and nonce for a handover. */
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

/** Keys that others seal for: private halves to keep, public ones for the relay. */
export interface NewPrekeys {
  readonly secrets: DeviceSecrets;
  readonly prekey: Prekey;
  readonly oneTimeKeys: readonly OneTimeKey[];
  readonly oneTimePrekeys: readonly Prekey[];
}

/** HPKE to each device, signed (security.md, decision 1). Stateless. */
export interface Sealer {
  /** New key pairs for a new device and the public halves to register. */
  newDevice(name: string): Promise<{ secrets: DeviceSecrets; registration: DeviceRegistration }>;
  /** The next prekey, and so many one-time ones. */
  newPrekeys(secrets: DeviceSecrets, oneTime: number): Promise<NewPrekeys>;
  /** To the prekey among the keys. Rejects with {@link SealError} where that is not signed by the recipient. */
  seal(plaintext: Uint8Array, recipient: DeviceKeys, secrets: DeviceSecrets, context: SealContext): Promise<Box>;
  /** Once for all who get a message; what its boxes hold opens it. */
  sealBody(plaintext: Uint8Array<ArrayBuffer>): Promise<SealedBody>;
  /** Fails with `unsealable` where the body is not the one that the key was made for. */
  openBody(body: string, key: Uint8Array): Promise<Outcome<Uint8Array>>;
  /** Fails with `unsealable` where the signature, the key or the context does not fit. */
  open(
    box: Box,
    sender: Pick<DeviceKeys, 'signing_key'>,
    secrets: DeviceSecrets,
    context: SealContext,
  ): Promise<Outcome<Uint8Array>>;
}

// --- peers/ and media/ ----------------------------------------------------------------------------------------------

/** Signals leave and arrive in clear here; sealing them is the caller's. */
export interface PeerSignals {
  send(type: SignalType, payload: unknown): void;
}

/** How calls of this device are made. */
export interface CallChoices {
  /** They send as little as they can. */
  readonly lowData: boolean;
  readonly shares: ShareChoices;
}

export interface CallReport {
  readonly choices: CallChoices;
  /** Missing for the first seconds. */
  readonly quality?: QualityReport;
  /** How loud the other side is now, 0 to 1; missing while nothing arrives. */
  readonly voice?: number;
  /** How the path of this call has gone so far; it stays until there is one of another call. */
  readonly course?: Course & { readonly call: CallId };
}

/** The media path of one call, between two endpoints. */
export interface PeerLink {
  /** A signal of the other side, opened. */
  receive(type: SignalType, payload: unknown): void;
  /** `undefined` sends nothing of that kind; never renegotiates. */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | undefined): void;
  /** Beside what is shared already; `share` names it at both sides. */
  share(share: string, stream: MediaStream, kind: ShareKind): void;
  stopShare(share: string): void;
  tell(message: PeerMessage): void;
  /** The other side may learn the address of this device: from now on the path takes the shortest way there is. */
  reveal(): void;
  /** The network changed or the sockets came back: try an ICE restart if the path is not well. */
  revive(): void;
  choose(choices: CallChoices): void;
  /** How the path is, in numbers; `undefined` for the first seconds. */
  report(): QualityReport | undefined;
  course(): Course;
  /** How loud the other side is, 0 to 1; `undefined` where nothing has arrived since it was asked last. */
  voice(): number | undefined;
  close(): void;
}

export interface PeerLinkOptions {
  readonly call: CallId;
  readonly self: EndpointId;
  readonly peer: CallParty;
  /** The caller offers and is impolite; the answerer is polite (call-flow.md R28). */
  readonly role: 'caller' | 'callee';
  /** The newest. */
  readonly iceServers: () => readonly IceServer[];
  /** By TURN alone until {@link PeerLink.reveal}: nothing that is signalled names an address of this device. */
  readonly hidden: boolean;
  readonly choices: CallChoices;
  /** In the place of a link that a page of this device had: the other side may still have its end of that. */
  readonly again: boolean;
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
  /** None of their devices rings yet. */
  calling(): void;
  /** Their device rings (call-flow.md R8). */
  ringback(): void;
  /** The path is lost (R29): once and softly, over whatever else is heard. */
  lost(): void;
  /** Someone calls during a call (R15). */
  waiting(): void;
  /** Three notes, to hear whether the loudspeaker is the right one (R24). */
  test(): void;
  stop(): void;
}

/** What a person hears, says and sees with here, in a call and before one. */
export interface Senses {
  readonly sound: Sound;
  readonly devices: OwnDevices;
  readonly media: Pick<Media, 'camera'>;
  readonly ringer: Pick<Ringer, 'test'>;
  readonly tryWays: (servers: readonly IceServer[]) => Promise<Ways>;
}

/** What only a context that can run a call has; loaded on demand. */
export interface Calling extends Senses {
  readonly openPeerLink: OpenPeerLink;
  readonly media: Media;
  readonly ringer: Ringer;
  /** The browser stops this page, or lets it go on. */
  readonly watchFreeze: (onChange: (frozen: boolean) => void) => void;
  readonly sound: MicrophoneSound;
}

export interface BrowserPush {
  /** The subscription with this key, made where there is none. Where there is no push service it may never be answered. */
  subscribe(key: string): Promise<PushSubscription | 'unsupported' | 'refused'>;
  /** Nothing is taken any more. */
  unsubscribe(): Promise<void>;
  /** Whether what comes may be shown. */
  alerts(): Alerts;
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
  /** No context of this browser can call: it stays silent, for the sake of other devices (call-flow.md R16). */
  readonly callsUnsupported?: boolean;
  /** Missing where pushes wake nothing. */
  readonly push?: () => Promise<BrowserPush>;
  /** Missing where this context takes messages to the relay and brings them from it itself. */
  readonly mailElsewhere?: MailElsewhere;
  /** What this device is to be called in the list of sessions. */
  readonly deviceName: () => Promise<string>;
}
