import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from '#shared/protocol/call.ts';
import type { CallId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { PushMessage } from '#shared/protocol/push.ts';
import { ringMsOf } from '#shared/protocol/ring-time.ts';
import type { Person } from '../../hub/people.ts';
import type { Store, StoredSubscription } from '../../store/store.ts';
import type { Sent } from './push-sender.ts';
import { type SendPush, topicOf } from './pushes.ts';

/** About as long as a push service takes to accept a push. */
const ACCEPTING_MS = 200;
/** How long a service keeps the news that a ring is over for a device it cannot reach. */
const OVER_MS = 60_000;

export interface RingPushes {
  /**
   * The record of a call to this person has changed. Where it is hidden from them nothing is sent, and the record says
   * what it would otherwise of the devices that the caller is `shown`: whoever is blocked is not to notice. Returns at once.
   */
  follow(record: CallRecord, callee: Person, shown: readonly DeviceId[] | undefined): void;
}

export interface RingPushesOptions {
  readonly store: Store;
  readonly send: SendPush;
  readonly ringMs: number;
  readonly clock: () => Instant;
  /** A push service has taken the ring for this device. */
  readonly notified: (call: CallId, device: DeviceId) => void;
  readonly onError: (error: unknown) => void;
}

type RingingRecord = Extract<CallRecord, { state: 'proposed' | 'ringing' }>;

interface RingPush {
  readonly subscription: StoredSubscription;
  readonly sent: Promise<Sent>;
}

interface Ring {
  readonly hidden: boolean;
  readonly over: AbortController;
  readonly pushes: Promise<readonly RingPush[]>;
}

const factsOf = ({ call, caller, media }: CallRecord) => ({ call, caller: caller.account, media });

/** The device that knows without being told: it has answered, or refused. */
const doneBy = (record: CallRecord): DeviceId | undefined => {
  if (record.state === 'ended') return record.answerer?.device ?? record.ended_by?.device;
  return 'answerer' in record ? record.answerer.device : undefined;
};

const pretended = (over: AbortSignal): Promise<Sent> =>
  sleep(ACCEPTING_MS, undefined, { signal: over }).then(
    () => 'accepted',
    () => 'refused',
  );

const outcomeOf = (record: CallRecord): Extract<PushMessage, { type: 'over' }>['outcome'] => {
  if ('answerer' in record && record.answerer) return 'answered';
  if (record.state !== 'ended') return 'missed';
  // Both called at once: the two talk in the other call.
  if (record.reason === 'glare') return 'answered';
  return record.reason === 'declined' ? 'declined' : 'missed';
};

/**
 * Rings by push at the devices of whoever is called, at the same time as over their sockets and whether or not there are
 * any (call-flow.md R7), and tells them when the ring is over. Knows nothing of what a call is.
 */
export const createRingPushes = ({ store, send, ringMs, clock, notified, onError }: RingPushesOptions): RingPushes => {
  const rings = new Map<CallId, Ring>();

  const begin = (record: RingingRecord, { row }: Person, shown: readonly DeviceId[] | undefined): Ring => {
    const over = new AbortController();
    const until = record.created_at + ringMsOf(record, ringMs);
    const message: PushMessage = { type: 'ring', ...factsOf(record), ends_at: until };
    const topic = topicOf(message);
    const ring = async (subscription: StoredSubscription): Promise<Sent> => {
      const sent = shown
        ? await pretended(over.signal)
        : await send(subscription, { message, topic, until }, over.signal);
      if (sent === 'accepted') notified(record.call, subscription.device);
      return sent;
    };
    const pushes = store
      .pushSubscriptions(row)
      .then((subscriptions) =>
        subscriptions
          .filter(({ device }) => !over.signal.aborted && (shown?.includes(device) ?? true))
          .map((subscription) => ({ subscription, sent: ring(subscription) })),
      );
    return { hidden: shown !== undefined, over, pushes };
  };

  const end = async ({ hidden, over, pushes }: Ring, record: CallRecord): Promise<void> => {
    over.abort();
    if (hidden) return;
    const message: PushMessage = { type: 'over', ...factsOf(record), outcome: outcomeOf(record) };
    const knows = doneBy(record);
    const tell = async ({ subscription, sent }: RingPush): Promise<void> => {
      // In this order, or the service would put the ring in the place of its end.
      if ((await sent) !== 'accepted' || subscription.device === knows) return;
      await send(subscription, { message, topic: topicOf(message), until: clock() + OVER_MS });
    };
    await Promise.all((await pushes).map(tell));
  };

  return {
    follow(record, callee, shown) {
      const ring = rings.get(record.call);
      if (record.state === 'proposed' || record.state === 'ringing') {
        // Whoever is in a call hears of another there (SPEC CA15).
        if (ring || (callee.inCall && !shown)) return;
        const begun = begin(record, callee, shown);
        begun.pushes.then((pushes) => Promise.all(pushes.map(({ sent }) => sent))).catch(onError);
        rings.set(record.call, begun);
      } else if (ring) {
        rings.delete(record.call);
        end(ring, record).catch(onError);
      }
    },
  };
};
