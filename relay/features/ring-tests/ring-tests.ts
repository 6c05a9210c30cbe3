import type { AccountId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { PushMessage } from '#shared/protocol/push.ts';
import type { DeviceRing, RingHeard } from '#shared/protocol/ring-test.ts';
import { between } from '../../between.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Device } from '../../hub/people.ts';
import type { Store, StoredSubscription } from '../../store/store.ts';

/** A push that comes later says nothing of a ring. */
const LASTS_MS = 60_000;

export interface RingTestsOptions {
  readonly hub: Hub;
  readonly store: Store;
  /** Resolves to what the push service said. */
  readonly push: (
    to: StoredSubscription,
    message: PushMessage,
    until: Instant,
  ) => Promise<NonNullable<DeviceRing['service']>>;
  readonly newId: () => string;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
}

export interface RingTests {
  /** Rings each device of whoever asks. Resolves to the id of the test. */
  begin(asker: Device): Promise<string>;
  /** False where this device's person has no such test now. */
  heard(device: Device, test: string, how: RingHeard): boolean;
  result(asker: Device, test: string): readonly DeviceRing[] | undefined;
}

interface RingTest {
  readonly id: string;
  readonly at: Instant;
  readonly rings: Map<DeviceId, DeviceRing>;
}

/** "Can I be rung?": rings that are no calls, to a person's own devices, and what came of them. Nothing of it is stored. */
export const createRingTests = ({ hub, store, push, newId, clock, onError }: RingTestsOptions): RingTests => {
  /** One for each person: a new one takes the place of the one before. */
  const tests = new Map<AccountId, RingTest>();

  const present = ({ person }: Device, id: string): RingTest | undefined => {
    const test = tests.get(person.uid);
    return test?.id === id ? test : undefined;
  };

  const note = ({ rings }: RingTest, device: DeviceId, change: Partial<DeviceRing>): void => {
    const ring = rings.get(device);
    if (ring) rings.set(device, { ...ring, ...change });
  };

  hub.on('tick', (now) => {
    for (const [uid, { at }] of tests) if (between(at, now) > LASTS_MS) tests.delete(uid);
  });

  return {
    async begin({ person }) {
      const subscriptions = await store.pushSubscriptions(person.row);
      const at = clock();
      const rings = person.devices.map(({ id }) => ({
        device: id,
        connected: person.endpoints.some(({ device }) => device.id === id),
        subscribed: subscriptions.some(({ device }) => device === id),
      }));
      const test: RingTest = { id: newId(), at, rings: new Map(rings.map((ring) => [ring.device, ring])) };
      tests.set(person.uid, test);
      hub.tell(person, { type: 'ring-test', test: test.id });
      for (const subscription of subscriptions)
        push(subscription, { type: 'test', test: test.id }, at + LASTS_MS)
          .then((service) => note(test, subscription.device, { service }))
          .catch(onError);
      return test.id;
    },
    heard(device, id, how) {
      const test = present(device, id);
      if (!test) return false;
      const ms = clock() - test.at;
      const before = test.rings.get(device.id);
      if (how.by === 'push') note(test, device.id, { push_ms: before?.push_ms ?? ms });
      else note(test, device.id, { socket_ms: before?.socket_ms ?? ms, standing: how.standing });
      return true;
    },
    result: (asker, id) => {
      const test = present(asker, id);
      return test && [...test.rings.values()];
    },
  };
};
