import type { Handlers, Hub } from '../../hub/hub.ts';
import type { People, Person } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';
import { checkDeviceList } from './device-lists.ts';

export interface DeviceFramesOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly keyRequests: KeyedBuckets;
  readonly clock: () => number;
}

/** Public keys and lists of devices, asked for and renewed over the socket, and what own devices tell each other. */
export const deviceFrames = ({
  hub,
  people,
  store,
  keyRequests,
  clock,
}: DeviceFramesOptions): Pick<Handlers, 'devices' | 'prekey' | 'device-list' | 'link'> => {
  const tellOfDevices = (person: Person): void => {
    const circle = person.contacts.map(people.byRow).filter((contact) => contact !== undefined);
    for (const one of [person, ...circle]) hub.tell(one, { type: 'devices-changed', account: person.uid });
  };

  return {
    async devices(endpoint, { id, accounts }) {
      const self = endpoint.device.person;
      const wait = keyRequests.take(self.uid, clock());
      if (wait > 0) return hub.refuse(endpoint, id, 'rate_limited', 'too many requests for keys', wait);
      const asked = await Promise.all(accounts.map((uid) => people.load(uid)));
      const known = asked.filter((person) => person !== undefined);
      // Whom one has not met is answered like one who does not exist, and so is whoever has not accepted yet.
      const refused =
        known.length < asked.length ||
        known.some((person) => person !== self && people.relation(self, person) !== 'contact');
      if (refused) return hub.refuse(endpoint, id, 'not_contact', 'accounts: only contacts and oneself');
      const rows = known.map(({ row }) => row);
      const [keys, lists] = await Promise.all([store.deviceKeys(rows), store.deviceLists(rows)]);
      // What its owner has not confirmed is the owner's to see alone.
      const listed = new Set(
        known.flatMap(({ devices }) => devices.filter(({ listed }) => listed)).map(({ id }) => id),
      );
      const devices = keys.filter(({ account, device }) => account === self.uid || listed.has(device));
      hub.send(endpoint, { type: 'devices', id, devices, lists: [...lists] });
    },

    async prekey(endpoint, { id, prekey }) {
      await store.savePrekey(endpoint.device.row, prekey);
      hub.ok(endpoint, id);
    },

    async 'device-list'(endpoint, { id, list }) {
      const { person } = endpoint.device;
      const [before] = await store.deviceLists([person.row]);
      const next = checkDeviceList(list, person.uid, before?.text);
      if (next === 'out of order')
        return hub.refuse(endpoint, id, 'stale_devices', 'list: does not follow the present one');
      if (typeof next === 'string') return hub.refuse(endpoint, id, 'bad_request', `list: ${next}`);
      const devices = next.devices.map(({ device }) => device);
      if (!(await store.saveDeviceList({ ...list, account: person.row, version: next.version, devices })))
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
};
