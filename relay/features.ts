import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sealedBytes } from '#shared/protocol/blob.ts';
import type { IceServer } from '#shared/protocol/frames.ts';
import { createBelievedTime } from './believed-time.ts';
import { type Config, pushSubject } from './config.ts';
import { createAccounts } from './features/accounts/accounts.ts';
import { createAtRest, createEmails } from './features/accounts/at-rest.ts';
import { isCommon } from './features/accounts/common-passwords.ts';
import { createDeviceFrames } from './features/accounts/device-frames.ts';
import { keptKey } from './features/accounts/kept-key.ts';
import { createLoginGuard } from './features/accounts/login-guard.ts';
import { ownAccountRoutes } from './features/accounts/own-account-routes.ts';
import { createPasswords } from './features/accounts/passwords.ts';
import { createRemoval } from './features/accounts/removal.ts';
import { accountRoutes } from './features/accounts/routes.ts';
import { createSecondFactors } from './features/accounts/second-factors.ts';
import { createSessionTokens, type SessionTokens } from './features/accounts/session-tokens.ts';
import { createSessions, type Sessions } from './features/accounts/sessions.ts';
import { throttle } from './features/accounts/throttle.ts';
import { createAdministration } from './features/admin/administration.ts';
import { createClaim } from './features/admin/claim.ts';
import { diskUse } from './features/admin/disk-use.ts';
import { provideFirstAdmin } from './features/admin/first-admin.ts';
import { createRegistration } from './features/admin/registration.ts';
import { adminRoutes } from './features/admin/routes.ts';
import { createBlobs } from './features/blobs/blobs.ts';
import { createPartFiles } from './features/blobs/part-files.ts';
import { blobRoutes } from './features/blobs/routes.ts';
import { createCalls } from './features/calls/calls.ts';
import { callRoutes } from './features/calls/routes.ts';
import { createUnansweredRings } from './features/calls/unanswered-rings.ts';
import { factsRoutes } from './features/facts/routes.ts';
import { createHealth } from './features/health/health.ts';
import { healthRoutes } from './features/health/routes.ts';
import { createDelivery, type Delivery } from './features/mailbox/delivery.ts';
import { createMailbox } from './features/mailbox/mailbox.ts';
import { createTimes } from './features/mailbox/times.ts';
import type { Facts } from './features/metrics/facts.ts';
import { metricsRoutes } from './features/metrics/routes.ts';
import { createPeerJs, type PeerJs } from './features/peerjs/peerjs.ts';
import { createPresence } from './features/presence/presence.ts';
import { createPushSender, type Sent } from './features/push/push-sender.ts';
import { createPushes, type SendPush, topicOf } from './features/push/pushes.ts';
import { createRingPushes } from './features/push/ring-pushes.ts';
import { pushRoutes } from './features/push/routes.ts';
import { recoveryRoutes } from './features/recovery/routes.ts';
import { createRingTests } from './features/ring-tests/ring-tests.ts';
import { ringTestRoutes } from './features/ring-tests/routes.ts';
import { createRooms } from './features/rooms/rooms.ts';
import { createRoster } from './features/roster/roster.ts';
import { setupCheckRoutes } from './features/setup-check/routes.ts';
import { createSetupCheck } from './features/setup-check/setup-check.ts';
import { createSignaling } from './features/signaling/signaling.ts';
import { createTurn } from './features/turn/turn.ts';
import { createTyping } from './features/typing/typing.ts';
import { letHeapGrow } from './heap.ts';
import type { Route } from './http/route.ts';
import type { Addresses } from './hub/addresses.ts';
import type { Endpoint } from './hub/endpoint.ts';
import type { Handlers, Hub } from './hub/hub.ts';
import { bucketsOf, type Limits } from './hub/limits.ts';
import type { People, Person } from './hub/people.ts';
import { presentAt } from './hub/present.ts';
import type { Tickets } from './hub/tickets.ts';
import { createInTurn } from './in-turn.ts';
import type { Logger } from './log.ts';
import { forgetForGood, forgetOld } from './store/forget-old.ts';
import type { Store } from './store/store.ts';
import { count, tally } from './tally.ts';
import { VERSION } from './version.ts';

const MIB = 1024 * 1024;
const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

export interface FeaturesOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly hub: Hub;
  readonly addresses: Addresses;
  readonly people: People;
  readonly store: Store;
  readonly tickets: Tickets;
  readonly limits: Limits;
  readonly refusals: Facts['refusals'];
  readonly isStopping: () => boolean;
  readonly clock: () => number;
  readonly onError: (error: unknown) => void;
}

export interface Features {
  readonly handlers: Handlers;
  readonly routes: readonly Route[];
  /** Whose token it is. Refuses where there is no session. */
  readonly signedIn: Sessions['device'];
  /** Whether it is a token that this relay has given out, good or not. */
  readonly isOurs: SessionTokens['isMade'];
  /** The time by which things expire. */
  readonly believed: () => number;
  readonly delivery: Delivery;
  /** Where the host has turned it on. */
  readonly peerJs: PeerJs | undefined;
  /** For one endpoint. */
  readonly iceServers: () => readonly IceServer[];
  /** The answer to `hello` up to the mailbox, in the order of HE4. */
  greet(endpoint: Endpoint): Promise<void>;
  /** Before anyone can connect. Resolves to the one-time token for the first administrator, '' where there is one already. */
  prepare(): Promise<string>;
  /** Once an hour: what has expired. */
  tidy(): Promise<void>;
}

/** All features and what ties them to each other: they do not know one another. */
export const createFeatures = ({
  config,
  log,
  hub,
  addresses,
  people,
  store,
  tickets,
  limits,
  refusals,
  isStopping,
  clock,
  onError,
}: FeaturesOptions): Features => {
  const buckets = bucketsOf(limits);
  const startedAt = clock();
  const time = createBelievedTime(clock);
  const emails = createEmails(keptKey(config.DATA_DIR, 'email-key'), onError);
  const registration = createRegistration(config.REGISTRATION, store);
  const claim = createClaim(config.DATA_DIR, clock);
  const tokens = createSessionTokens(keptKey(config.DATA_DIR, 'token-key'));
  const sessions = createSessions({ store, people, hub, tokens, clock, believed: time.now });
  const passwordGuard = createLoginGuard(config.RATE_LIMIT_SCALE, clock);
  const codeGuard = createLoginGuard(config.RATE_LIMIT_SCALE, clock);
  const secondFactors = createSecondFactors({
    store,
    atRest: createAtRest(keptKey(config.DATA_DIR, 'second-factor-key'), 'second-factor-key'),
    guard: codeGuard,
    clock,
  });
  const accounts = createAccounts({
    store,
    people,
    passwords: createPasswords(keptKey(config.DATA_DIR, 'password-key')),
    sessions,
    emails,
    guard: passwordGuard,
    secondFactors,
    admittance: { registration: registration.mode, claim: claim.spend },
    clock,
  });
  const devices = createDeviceFrames({
    hub,
    people,
    store,
    keyRequests: buckets.keyRequests,
    keyChanges: buckets.keyChanges,
    oneTimePrekeys: buckets.oneTimePrekeys,
    clock,
  });
  const roster = createRoster({ hub, people, store, requests: buckets.contactRequests, clock });
  const presence = createPresence({ hub, people, store, most: limits.presence, clock, onError });
  const delivery = createDelivery(hub, store, onError);
  const times = createTimes(clock);
  const mailbox = createMailbox({ hub, people, store, delivery, times, onBusy: letHeapGrow });
  const ringSeconds = config.RING_SECONDS;
  const ringMs = ringSeconds * 1000;
  const ownServices = config.PUSH_SERVICES;
  const sender = createPushSender({ dataDir: config.DATA_DIR, subject: pushSubject(config), ownServices, clock });
  const pushes = tally<Sent>();
  const push = createPushes(store, sender);
  const sendPush: SendPush = async (...facts) => {
    const sent = await push(...facts);
    count(pushes, sent);
    return sent;
  };
  const ringPushes = createRingPushes({
    store,
    send: sendPush,
    ringMs,
    clock,
    notified: (call, device) => calls.notified(call, device),
    onError,
  });
  const unansweredRings = createUnansweredRings(limits.unansweredRings);
  const calls = createCalls({
    hub,
    people,
    store,
    ringMs,
    invitesOfPair: buckets.invitesOfPair,
    invitesOfAccount: buckets.invitesOfAccount,
    unansweredRings,
    clock,
    onError,
    told(record, callee, hidden) {
      const caller = people.get(record.caller.account);
      const shown = caller && people.shownTo(callee, caller)?.devices.map(({ device }) => device);
      ringPushes.follow(record, callee, hidden ? (shown ?? []) : undefined);
    },
    placed: (person, places, at, body) => {
      for (const device of person.devices) {
        const seq = places.find((place) => place.device === device.row)?.seq;
        if (seq) delivery.arrived(device, seq, at, 'call', body);
      }
    },
  });
  const ringTests = createRingTests({
    hub,
    store,
    push: (to, message, until) => sendPush(to, { message, topic: topicOf(message), until }),
    newId: randomUUID,
    clock,
    onError,
  });
  const blobs = createBlobs({
    store,
    people,
    files: createPartFiles(join(config.DATA_DIR, 'blobs'), onError),
    maxBytes: sealedBytes(config.BLOB_MAX_MIB * MIB),
    keepMs: config.MAILBOX_DAYS * DAY_MS,
    begins: buckets.blobs,
    transfers: buckets.blobParts,
    clock,
    believed: time.now,
  });
  const rooms = createRooms({
    hub,
    people,
    store,
    most: config.ROOM_MESH_LIMIT,
    idleMs: config.ROOM_IDLE_HOURS * HOUR_MS,
    rooms: buckets.rooms,
    visits: buckets.roomVisits,
    clock,
    onError,
  });
  const leaveAll = (person: Person): void => {
    calls.leaveAll(person);
    rooms.leave(person);
  };
  const inTurn = createInTurn();
  const removeAccount = createRemoval({
    store,
    people,
    hub,
    leaveCalls: leaveAll,
    endRooms: rooms.endAllOf,
    removeFiles: blobs.removeAll,
    inTurn,
  });
  const administration = createAdministration({
    store,
    people,
    hub,
    createAccount: accounts.provide,
    resetPassword: accounts.resetPassword,
    removeAccount,
    endSessions: sessions.endAll,
    leaveCalls: leaveAll,
    inTurn,
    clock,
  });
  const iceServers = createTurn({
    hub,
    iceServers: config.ICE_SERVERS,
    urls: config.TURN_URLS,
    secret: config.TURN_SECRET[0],
    clock,
  });
  const peerJs =
    config.PEERJS_KEY === undefined
      ? undefined
      : createPeerJs({
          hub,
          addresses,
          key: config.PEERJS_KEY,
          path: config.PEERJS_PATH,
          mostClients: config.PEERJS_CLIENTS,
          idleMs: config.IDLE_TIMEOUT_SECONDS * 1000,
          messages: limits.signals,
          visits: buckets.peerJsVisits,
          clock,
        });
  const setupCheck = createSetupCheck({ config, pushKey: sender.publicKey, iceServers, clock });
  const health = createHealth({ store, dataDir: config.DATA_DIR, freeMib: config.DISK_FREE_MIB, isStopping, clock });
  const facts: Facts = {
    present: () => presentAt(hub),
    calls: calls.count,
    rooms: rooms.count,
    waitingMail: store.waitingMail,
    store: store.figures,
    refusals,
    pushes,
    clock,
  };
  const registrations = throttle(
    Math.max(1, Math.round(config.REGISTRATIONS_PER_HOUR * config.RATE_LIMIT_SCALE)),
    3600,
  );

  return {
    handlers: {
      ...devices.handlers,
      ...roster.handlers,
      ...presence.handlers,
      ...createTyping({ hub, people, notes: buckets.typing, clock }),
      ...mailbox,
      ...calls.handlers,
      ...rooms.handlers,
      ...createSignaling(hub, calls.connects),
    },
    delivery,
    peerJs,
    iceServers,
    routes: [
      ...accountRoutes({
        accounts,
        sessions,
        tickets,
        people,
        store,
        registrations,
        searches: buckets.searches,
        clock,
      }),
      ...blobRoutes(blobs),
      ...recoveryRoutes({ store, backups: buckets.backups, clock }),
      ...callRoutes(calls),
      ...pushRoutes({ store, sender, ownServices, subscriptions: buckets.subscriptions, clock }),
      ...ringTestRoutes({ ringTests, begins: buckets.ringTests, clock }),
      ...setupCheckRoutes({ setupCheck, store, clock }),
      ...ownAccountRoutes({ store, people, accounts, secondFactors, emails, removeAccount, ringSeconds, clock }),
      ...adminRoutes({
        administration,
        registration,
        present: facts.present,
        running: async () => ({
          version: VERSION,
          started_at: startedAt,
          calls: calls.count(),
          rooms: rooms.count(),
          disk: await diskUse(config.DATA_DIR),
        }),
      }),
      ...factsRoutes(registration.mode),
      ...healthRoutes(store, health),
      ...metricsRoutes(facts, config.METRICS_TOKEN),
    ],
    signedIn: sessions.device,
    isOurs: tokens.isMade,
    believed: time.now,
    greet: (endpoint) =>
      roster.greet(endpoint, () => {
        endpoint.phase = 'ready';
        presence.greet(endpoint);
        calls.greet(endpoint);
        devices.greet(endpoint);
      }),
    async prepare() {
      time.goOn(await store.clockSeen());
      times.goOn(await store.newestTaken());
      await registration.prepare();
      await forgetForGood(store).catch(onError); // it takes as much room again as there is data; an hour later it is tried again
      await calls.restore();
      await rooms.restore();
      await blobs.prepare().catch(onError);
      return provideFirstAdmin({
        store,
        config,
        claim,
        create: (login, password) => accounts.create(login, password, 'admin'),
        isCommon,
        log,
      });
    },
    async tidy() {
      const now = clock();
      const seen = time.look();
      for (const kept of [...Object.values(buckets), unansweredRings, passwordGuard, codeGuard]) kept.sweep(now);
      const works: readonly (() => Promise<void>)[] = [
        () => store.saveClockSeen(seen),
        () => sessions.noteUse(now).then(() => sessions.endExpired(seen.believed)),
        blobs.tidy,
        rooms.tidy,
        ...forgetOld(store, seen.believed - config.MAILBOX_DAYS * DAY_MS),
        () => forgetForGood(store),
      ];
      // What cannot be done now is tried again an hour later, and holds nothing else up.
      for (const work of works) await work().catch(onError);
    },
  };
};
