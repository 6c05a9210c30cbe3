import type { Handlers, Hub } from '../../hub/hub.ts';
import type { People } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';

export interface DeviceFramesOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly keyRequests: KeyedBuckets;
  readonly clock: () => number;
}

/** Public keys of devices, asked for and renewed over the socket. */
export const deviceFrames = ({
  hub,
  people,
  store,
  keyRequests,
  clock,
}: DeviceFramesOptions): Pick<Handlers, 'devices' | 'prekey'> => ({
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
    const devices = await store.deviceKeys(known.map(({ row }) => row));
    hub.send(endpoint, { type: 'devices', id, devices: [...devices] });
  },

  async prekey(endpoint, { id, prekey }) {
    await store.savePrekey(endpoint.device.row, prekey);
    hub.ok(endpoint, id);
  },
});
