import type { AccountId, RequestId } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import { listedKeys } from '../../hub/listed-keys.ts';
import type { Device, People, Person } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';
import { checkDeviceList } from './device-lists.ts';

export interface DeviceFramesOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly keyRequests: KeyedBuckets;
  readonly keyChanges: KeyedBuckets;
  /** By account: how many of its one-time prekeys may be given out. */
  readonly oneTimePrekeys: KeyedBuckets;
  readonly clock: () => number;
}

/** Below this a device is told that few of its one-time prekeys are left (security.md, "Prekeys"). */
const FEW = 20;

export interface DeviceFrames {
  readonly handlers: Pick<Handlers, 'devices' | 'one-time-prekeys' | 'prekey' | 'device-list' | 'link'>;
  /** Tells a device that has just come whether it has few one-time prekeys left. */
  greet(endpoint: Endpoint): void;
}

/** Public keys and lists of devices, asked for and renewed over the socket, and what own devices tell each other. */
export const createDeviceFrames = (options: DeviceFramesOptions): DeviceFrames => {
  const { hub, people, store, keyRequests, keyChanges, oneTimePrekeys, clock } = options;

  /** To people who are each other's contacts alone: whoever is blocked is not to learn that anything changes (RO4). */
  const tellOfDevices = (person: Person): void => {
    const circle = person.contacts
      .map(people.byRow)
      .filter((other) => other !== undefined && people.relation(other, person) === 'contact');
    for (const one of [person, ...circle]) if (one) hub.tell(one, { type: 'devices-changed', account: person.uid });
  };

  /** The people of these accounts. Refuses where one of them is neither a contact nor oneself. */
  const acquainted = async (
    endpoint: Endpoint,
    id: RequestId,
    accounts: readonly AccountId[],
  ): Promise<readonly Person[] | undefined> => {
    const self = endpoint.device.person;
    const asked = await Promise.all([...new Set(accounts)].map((uid) => people.load(uid)));
    const known = asked.filter((person) => person !== undefined);
    // Whom one has not met is answered like one who does not exist, and so is whoever has not accepted yet.
    const refused =
      known.length < asked.length ||
      known.some((person) => person !== self && people.relation(self, person) !== 'contact');
    if (!refused) return known;
    hub.refuse(endpoint, id, 'not_contact', 'accounts: only contacts and oneself');
    return undefined;
  };

  /** Whoever is blocked is given of the one-time prekeys that came with the prekey they are shown: the next are news. */
  const isShown = ({ id, prekey, person }: Device, asker: Person): boolean => {
    const shown = people.shownTo(person, asker);
    return !shown || shown.devices.some((keys) => keys.device === id && keys.prekey.id === prekey);
  };

  const warn = (endpoint: Endpoint): void => {
    const { prekey, oneTimePrekeys: left } = endpoint.device;
    if (left < FEW && endpoint.phase === 'ready') hub.send(endpoint, { type: 'prekeys-low', prekey });
  };

  /** One more by this person. True, and refused, where there were too many. */
  const isOver = (buckets: KeyedBuckets, endpoint: Endpoint, id: RequestId, detail: string): boolean => {
    const wait = buckets.take(endpoint.device.person.uid, clock());
    if (wait > 0) hub.refuse(endpoint, id, 'rate_limited', detail, wait);
    return wait > 0;
  };

  const handlers: DeviceFrames['handlers'] = {
    async devices(endpoint, { id, accounts, after }) {
      const self = endpoint.device.person;
      if (isOver(keyRequests, endpoint, id, 'too many requests for keys')) return;
      const known = await acquainted(endpoint, id, accounts);
      if (!known) return;
      const rows = known.map(({ row }) => row);
      // Those of many at once would be many megabytes.
      const [one, ...more] = rows;
      const [keys, lists, former] = await Promise.all([
        store.deviceKeys(rows),
        store.deviceLists(rows),
        one !== undefined && more.length === 0 && after !== undefined ? store.formerLists(one, after) : [],
      ]);
      // What its owner has not confirmed is the owner's to see alone.
      const keysOf = (person: Person) =>
        person === self ? keys.filter(({ account }) => account === self.uid) : listedKeys(person, keys);
      const shown = known.map((person) => people.shownTo(person, self));
      hub.send(endpoint, {
        type: 'devices',
        id,
        devices: known.flatMap((person, i) => shown[i]?.devices ?? keysOf(person)),
        lists: lists.flatMap((list, i) => (shown[i] ? (shown[i].list ?? []) : [...former, ...(list ? [list] : [])])),
      });
    },

    async 'one-time-prekeys'(endpoint, { id, accounts }) {
      const known = await acquainted(endpoint, id, accounts);
      if (!known) return;
      const now = clock();
      const devices = known
        .flatMap((person) => person.devices)
        .filter((device) => device.listed && device !== endpoint.device && device.oneTimePrekeys > 0)
        .filter((device) => isShown(device, endpoint.device.person))
        .filter(({ person }) => oneTimePrekeys.take(person.uid, now) === 0);
      const prekeys = await Promise.all(
        devices.map(async (device) => {
          const { prekey, left } = await store.takeOneTimePrekey(device.row);
          device.oneTimePrekeys = left;
          return prekey && { device: device.id, prekey };
        }),
      );
      hub.send(endpoint, { type: 'one-time-prekeys', id, prekeys: prekeys.filter((given) => given !== undefined) });
      for (const device of devices)
        for (const there of device.person.endpoints) if (there.device === device) warn(there);
    },

    async prekey(endpoint, { id, prekey, one_time }) {
      if (isOver(keyChanges, endpoint, id, 'too many new keys')) return;
      const { device } = endpoint;
      await store.savePrekeys(device.row, prekey, one_time);
      device.prekey = prekey.id;
      device.oneTimePrekeys = one_time.length;
      hub.ok(endpoint, id);
    },

    async 'device-list'(endpoint, { id, list }) {
      if (isOver(keyChanges, endpoint, id, 'too many new keys')) return;
      const { person } = endpoint.device;
      const [before] = await store.deviceLists([person.row]);
      const next = checkDeviceList(list, person.uid, before?.text);
      if (next === 'out of order')
        return hub.refuse(endpoint, id, 'stale_devices', 'list: does not follow the present one');
      if (typeof next === 'string') return hub.refuse(endpoint, id, 'bad_request', `list: ${next}`);
      const devices = next.devices.map(({ device }) => device);
      if (!(await store.saveDeviceList({ ...list, account: person.row, version: next.version, devices, at: clock() })))
        return hub.refuse(endpoint, id, 'stale_devices', 'list: another was first');
      for (const device of person.devices) device.listed = devices.includes(device.id);
      hub.ok(endpoint, id);
      tellOfDevices(person);
    },

    link(endpoint, { id, to, body }) {
      const there = endpoint.device.person.endpoints.filter(
        ({ device, phase }) => device.id === to && phase === 'ready',
      );
      if (there.length === 0) return hub.refuse(endpoint, id, 'endpoint_gone', 'to: not an own device that is here');
      for (const other of there) hub.send(other, { type: 'link', from: endpoint.device.id, body });
      hub.ok(endpoint, id);
    },
  };

  return { handlers, greet: warn };
};
