import { randomUUID } from 'node:crypto';
import type { DeviceRegistration, Session } from '#shared/protocol/account-api.ts';
import { MAX_DEVICES } from '#shared/protocol/device-list.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import type { DeviceId, Instant } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { hashed } from '../../hub/hashed.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Device, People, Person } from '../../hub/people.ts';
import { SESSION_MS } from '../../hub/reception.ts';
import { type Actor, type EndedSession, isDiskFull, type NewDevice, type Store } from '../../store/store.ts';
import { hasTokenForm, type SessionTokens } from './session-tokens.ts';

const DAY_MS = 24 * 3600 * 1000;
const IDLE_MS = 30 * DAY_MS;
/** Noting each use would be a write for each request. */
const NOTE_USE_MS = 10 * 60 * 1000;
/** How long a former token is good beside the one in its place: for what was under way, and windows that have yet to hear. */
const OVERLAP_MS = 10 * 60 * 1000;
/** Then a client asks for another. */
const RENEWAL_MS = DAY_MS;
/**
 * How long one is good that is used beyond that: what somebody has copied is not to be worth as much as the session. As long
 * as a session may lie idle, since a phone that only rings and declines shows its token and asks for no other.
 */
const OVERDUE_MS = IDLE_MS;

/** A device before it is registered. `token` is known to the caller alone. */
export interface NewSession {
  readonly device: NewDevice;
  readonly token: string;
}

export interface Sessions {
  /** Registers nothing yet. */
  begin(registration: DeviceRegistration): NewSession;
  /** Registers the device and opens its session. `token` is known to the caller alone. */
  open(person: Person, registration: DeviceRegistration): Promise<Session>;
  /** The device whose token this is. Refuses with `unauthorized`. */
  device(token: string): Promise<Device>;
  /**
   * Another token for the device. The present one stays good until this one is first shown, and ten minutes longer: an
   * answer that is lost on its way locks nobody out.
   */
  renewToken(device: Device): Promise<string>;
  end(person: Person, device: DeviceId): Promise<boolean>;
  /** Ends those of all devices but the kept ones; how many there were. */
  endAll(person: Person, kept: readonly DeviceId[], by: Actor): Promise<number>;
  endExpired(now: Instant): Promise<void>;
  /** Notes that the devices with an open socket are in use. */
  noteUse(now: Instant): Promise<void>;
}

export interface SessionsOptions {
  readonly store: Store;
  readonly people: People;
  readonly hub: Hub;
  readonly tokens: SessionTokens;
  readonly clock: () => Instant;
  /** The time by which sessions expire. */
  readonly believed: () => Instant;
}

/** What a full disk does not take is noted at the next use: whoever is signed in can ring and be rung until then. */
const noted = (note: Promise<void>): Promise<void> =>
  note.catch((error: unknown) => {
    if (!isDiskFull(error)) throw error;
  });

export const disabled = (): Refusal => new Refusal('account_disabled', 'an administrator has disabled this account');

export const sessionOf = ({ uid, login, role }: Person, { token, device }: NewSession): Session => ({
  token,
  account: { uid, login, role },
  device: device.device,
});

/** Opaque tokens, 256 bits, SHA-256 at rest: revoked at once, looked up in microseconds. */
export const createSessions = ({ store, people, hub, tokens, clock, believed }: SessionsOptions): Sessions => {
  const forget = ({ account, device: id }: EndedSession): void => {
    const person = people.get(account);
    const device = person?.devices.find((candidate) => candidate.id === id);
    if (!person || !device) return;
    people.removeDevice(device);
    hub.tell(person, { type: 'devices-changed', account });
    for (const endpoint of [...person.endpoints]) {
      if (endpoint.device === device) hub.close(endpoint, closeCode.signedOut, 'signed out');
    }
  };

  const begin: Sessions['begin'] = ({ name, signing_key, prekey }) => {
    const token = tokens.make();
    return {
      token,
      device: { device: randomUUID(), name, signing_key, prekey, tokenHash: hashed(token), at: clock() },
    };
  };

  return {
    begin,

    async open(person, registration) {
      const begun = begin(registration);
      const { device, prekey, at } = begun.device;
      const { row, listed, ended } = await store.openSession(person.row, begun.device, MAX_DEVICES);
      people.addDevice(person, { row, device, createdAt: at, listed, prekey: prekey.id, oneTimePrekeys: 0 });
      ended.forEach(forget);
      hub.tell(person, { type: 'devices-changed', account: person.uid });
      return sessionOf(person, begun);
    },

    async device(token) {
      const session = hasTokenForm(token) ? await store.session(hashed(token)) : undefined;
      const now = clock();
      const time = believed();
      if (
        !session ||
        time - session.createdAt > SESSION_MS ||
        time - session.lastUsedAt > IDLE_MS ||
        (session.tokenEndsAt !== null && (session.token === 'former' ? now : time) > session.tokenEndsAt)
      )
        throw new Refusal('unauthorized', 'no session');
      const person = await people.load(session.account);
      const device = person?.devices.find(({ id }) => id === session.device);
      if (!device) throw new Refusal('unauthorized', 'no session');
      if (device.person.disabled) throw disabled();
      if (session.token === 'next') await noted(store.adoptToken(session.row, hashed(token), now, now + OVERLAP_MS));
      if (session.token === 'present' && session.tokenEndsAt === null && now - session.tokenAt > RENEWAL_MS)
        await noted(store.endToken(hashed(token), now + OVERDUE_MS));
      if (now - session.lastUsedAt > NOTE_USE_MS) await noted(store.touchSessions([device.id], now));
      return device;
    },

    async renewToken({ row }) {
      const token = tokens.make();
      await store.offerToken(row, hashed(token));
      return token;
    },

    async end(person, device) {
      const ended = await store.endSession(person.uid, device);
      if (ended) forget(ended);
      return ended !== undefined;
    },

    async endAll(person, kept, by) {
      const ended = await store.endSessions(person.row, kept, by);
      ended.forEach(forget);
      return ended.length;
    },

    async endExpired(now) {
      const ended = await store.endExpiredSessions({ idleBefore: now - IDLE_MS, begunBefore: now - SESSION_MS });
      ended.forEach(forget);
    },

    async noteUse(now) {
      const devices = new Set([...hub.endpoints()].map(({ device }) => device.id));
      if (devices.size > 0) await store.touchSessions([...devices], now);
    },
  };
};
