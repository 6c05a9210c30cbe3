import type { Account } from '#shared/protocol/account.ts';
import type { Presence, Relation } from '#shared/protocol/frames.ts';
import type { AccountId, DeviceId, Instant, Seq } from '#shared/protocol/ids.ts';
import type {
  AccountRow,
  DeviceRow,
  RelationChange,
  Shown,
  Store,
  StoredDevice,
  StoredPerson,
} from '../store/store.ts';
import type { Endpoint } from './endpoint.ts';
import type { TokenBucket } from './token-bucket.ts';

export interface Device {
  readonly row: DeviceRow;
  readonly id: DeviceId;
  readonly person: Person;
  /** When its session began, in whole seconds: as an instant it would be an object of its own. */
  readonly begunAt: number;
  /** The newest mailbox place that any endpoint of this device was sent. */
  delivered: Seq;
  removed: boolean;
  /** The account's device list names it, or there is none: envelopes have a box for it. */
  listed: boolean;
  /** The id of its newest prekey. */
  prekey: number;
  /** How many one-time prekeys of it are left. */
  oneTimePrekeys: number;
}

/** A person as far as the running relay is concerned with them. One object for each, as long as anything holds it. */
export interface Person {
  readonly row: AccountRow;
  readonly uid: AccountId;
  readonly login: string;
  role: Account['role'];
  /** An administrator keeps them out, or their account is being removed. */
  disabled: boolean;
  /** Also by people who have nothing to do with them yet. */
  findable: boolean;
  /** How long calls to them ring, as they have chosen. */
  ringSeconds: number | null;
  /** Lists of one, nearly always: replaced and not pushed to, which would keep room for sixteen more. */
  devices: readonly Device[];
  /** In ascending order. */
  contacts: readonly AccountRow[];
  /** Requests and blocks; absent where there are none. */
  others: Map<AccountRow, Relation> | undefined;
  /** To those whom they block; absent where there are none. */
  shown: Map<AccountRow, Shown> | undefined;
  endpoints: readonly Endpoint[];
  inCall: boolean;
  /** They are in a room, which keeps nobody from calling them. */
  inRoom: boolean;
  /** What contacts were last told. */
  presence: Presence['status'];
  lastSeen: Instant | null;
  /** Tickets and work under way that need this object. */
  holds: number;
  /** Of all its endpoints; absent while nobody is in a hurry. */
  frames: TokenBucket | undefined;
}

export interface People {
  get(uid: AccountId): Person | undefined;
  byRow(row: AccountRow): Person | undefined;
  load(uid: AccountId): Promise<Person | undefined>;
  loadByLogin(login: string): Promise<Person | undefined>;
  hold(person: Person): void;
  release(person: Person): void;
  relation(owner: Person, other: Person): Relation;
  /** What the other is shown of the owner's devices where the owner blocks them, else undefined. */
  shownTo(owner: Person, other: Person): Shown | undefined;
  /**
   * Whether the one who asks may learn that the other is there (RO8). Where not, they are answered as for a UID that
   * nobody has. A block gives nothing away: it is no relation that they know of.
   */
  finds(asker: Person, other: Person): boolean;
  /** Changes what is known in memory; storing it is the caller's. */
  relate(changes: readonly RelationChange[]): void;
  addDevice(person: Person, device: StoredDevice): Device;
  removeDevice(device: Device): void;
  /** Their account is gone: nobody finds them, and nobody has a relation to them any more. */
  remove(person: Person): void;
}

export const mayComeIn = ({ removed, person }: Device): boolean => !removed && !person.disabled;

/** How many people nothing is held of stay in memory. */
const SPARE = 5_000;
/**
 * Whoever was looked up just now is about to be held. When thousands come at once, as after a restart, their object must not
 * be forgotten meanwhile: with another one in its place nobody would find their sockets.
 */
const JUST_NOW_MS = 60_000;

const show = (person: Person, other: AccountRow, shown: Shown | undefined): void => {
  if (!shown) return void person.shown?.delete(other);
  person.shown ??= new Map();
  person.shown.set(other, shown);
};

const personOf = (stored: StoredPerson): Person => {
  const { row, uid, login, role, disabled, findable, ringSeconds, lastSeen, contacts, others } = stored;
  const person: Person = {
    row,
    uid,
    login,
    role: role === 'admin' ? 'admin' : 'person', // one string for all, not one from each row
    disabled,
    findable,
    ringSeconds,
    devices: [],
    contacts,
    others: others.length > 0 ? new Map(others.map(({ other, relation }) => [other, relation])) : undefined,
    shown: undefined,
    endpoints: [],
    inCall: false,
    inRoom: false,
    presence: 'offline',
    lastSeen,
    holds: 0,
    frames: undefined,
  };
  person.devices = stored.devices.map((device) => deviceOf(person, device));
  for (const { other, shown } of others) show(person, other, shown);
  return person;
};

const deviceOf = (person: Person, { device: id, ...stored }: StoredDevice): Device => ({
  row: stored.row,
  id,
  person,
  begunAt: Math.floor(stored.createdAt / 1000),
  delivered: 0,
  removed: false,
  listed: stored.listed,
  prekey: stored.prekey,
  oneTimePrekeys: stored.oneTimePrekeys,
});

/** Of rows in ascending order. Asked for each pair of people who come online: looking at all rows would make it quadratic. */
const isAmong = (rows: readonly AccountRow[], row: AccountRow): boolean => {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle] ?? 0) < row) from = middle + 1;
    else to = middle;
  }
  return rows[from] === row;
};

/** Who is who, loaded when needed. Knows nothing of frames. Only this relay writes to the store, so what is here stays true. */
export const createPeople = (store: Store): People => {
  const byUid = new Map<AccountId, Person>();
  const byRow = new Map<AccountRow, Person>();
  const loading = new Map<string, Promise<Person | undefined>>();
  /** Since when nothing is held of them: the oldest first. */
  const spare = new Map<Person, number>();

  const relation: People['relation'] = (owner, { row }) =>
    isAmong(owner.contacts, row) ? 'contact' : (owner.others?.get(row) ?? 'none');

  /** Whoever looked them up is about to hold them, however long they have been here. */
  const again = (person: Person): Person => {
    if (spare.delete(person)) spare.set(person, performance.now());
    return person;
  };

  const keep = (stored: StoredPerson | undefined): Person | undefined => {
    if (!stored) return undefined;
    const present = byUid.get(stored.uid);
    if (present) return again(present);
    const person = personOf(stored);
    byUid.set(person.uid, person);
    byRow.set(person.row, person);
    const now = performance.now();
    spare.set(person, now);
    for (const [oldest, since] of spare) {
      if (spare.size <= SPARE || now - since < JUST_NOW_MS) break;
      spare.delete(oldest);
      byUid.delete(oldest.uid);
      byRow.delete(oldest.row);
    }
    return person;
  };

  const once = (key: string, read: () => Promise<StoredPerson | undefined>): Promise<Person | undefined> => {
    const present = loading.get(key);
    if (present) return present;
    const work = read().then(keep);
    loading.set(key, work);
    const done = (): boolean => loading.delete(key);
    work.then(done, done);
    return work;
  };

  return {
    get: (uid) => byUid.get(uid),
    byRow: (row) => byRow.get(row),
    load: (uid) => {
      const present = byUid.get(uid);
      return present ? Promise.resolve(again(present)) : once(uid, () => store.person(uid));
    },
    loadByLogin: (login) => once(`login ${login}`, () => store.personByLogin(login)),
    hold(person) {
      person.holds += 1;
      spare.delete(person);
    },
    release(person) {
      person.holds -= 1;
      if (person.holds === 0 && byRow.get(person.row) === person) spare.set(person, performance.now());
    },
    relation,
    shownTo: (owner, { row }) => owner.shown?.get(row),
    finds: (asker, other) =>
      other.findable || other === asker || relation(asker, other) !== 'none' || relation(other, asker) === 'outgoing', // they have declined, and may think better of it
    relate(changes) {
      for (const { owner, other, relation, shown } of changes) {
        const person = byRow.get(owner);
        if (!person) continue;
        person.contacts = person.contacts.filter((row) => row !== other);
        person.others?.delete(other);
        show(person, other, shown);
        if (relation === 'contact') person.contacts = person.contacts.concat(other).sort((a, b) => a - b);
        else if (relation !== 'none') {
          person.others ??= new Map();
          person.others.set(other, relation);
        }
      }
    },
    addDevice(person, stored) {
      const present = person.devices.find((device) => device.row === stored.row);
      if (present) return present;
      const device = deviceOf(person, stored);
      person.devices = person.devices.concat(device);
      return device;
    },
    removeDevice(device) {
      device.removed = true;
      device.person.devices = device.person.devices.filter((other) => other !== device);
    },
    remove(person) {
      byUid.delete(person.uid);
      byRow.delete(person.row);
      spare.delete(person);
    },
  };
};
