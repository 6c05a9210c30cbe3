import type { Reach } from '#shared/protocol/ring-test.ts';
import type { CheckState, Finding, FoundCode } from '#shared/protocol/setup-check.ts';
import type { Ports, StoredSession } from '../ports.ts';
import { subscribePush } from '../push/subscribe.ts';

/** Between two looks at what has come of it. */
const LOOK_MS = 500;
/** A push that takes longer would have been too late for many a call. */
const PATIENCE_MS = 20_000;

type PushPorts = Pick<Ports, 'api' | 'clock' | 'push'>;

/** What is of this browser alone, and says nothing of the relay, is skipped. */
const REACHES: Readonly<Record<Reach, readonly [CheckState, FoundCode]>> = {
  reached: ['ok', 'push-subscribed'],
  unsupported: ['skipped', 'push-unsupported'],
  silent: ['skipped', 'push-browser-silent'],
  refused: ['skipped', 'push-browser-refuses'],
  unknown: ['failed', 'push-service-unknown'],
  offline: ['skipped', 'not-tried'],
};

const subscription = async (ports: PushPorts, self: StoredSession): Promise<Finding> => {
  const push = await ports.push?.();
  const alerts = push?.alerts();
  if (push && (alerts === 'denied' || alerts === 'default'))
    return { id: 'push-here', state: 'skipped', found: 'push-not-allowed' };
  const reach = push ? await subscribePush(ports, push, self).catch(() => 'refused' as const) : 'unsupported';
  const [state, found] = REACHES[reach];
  return { id: 'push-here', state, found };
};

const sleep = ({ after }: Ports['clock'], ms: number): Promise<void> =>
  new Promise((resolve) => void after(ms, resolve));

/** A ring test (SPEC RT1), of which the own device is looked at. */
const trip = async ({ api, clock }: PushPorts, { relay, token, device }: StoredSession): Promise<Finding> => {
  const id = 'push-trip-here';
  const begun = await api.beginRingTest(relay, token);
  if (!begun.ok) return { id, state: 'skipped', found: 'not-tried' };
  for (const since = clock.now(); clock.now() - since < PATIENCE_MS; await sleep(clock, LOOK_MS)) {
    const result = await api.ringTestResult(relay, token, begun.value);
    const own = result.ok ? result.value.find((ring) => ring.device === device) : undefined;
    if (own?.push_ms !== undefined) return { id, state: 'ok', found: 'push-arrived', amount: own.push_ms };
    if (own?.service === 'refused' || own?.service === 'gone') return { id, state: 'failed', found: 'push-refused' };
  }
  return { id, state: 'failed', found: 'push-lost' };
};

/** Subscribes this browser, and has the relay push to it. */
export const tryPush = async (
  ports: PushPorts,
  self: StoredSession,
  tell: (finding: Finding) => void,
): Promise<void> => {
  const subscribed = await subscription(ports, self);
  tell(subscribed);
  tell(
    subscribed.state === 'ok'
      ? await trip(ports, self)
      : { id: 'push-trip-here', state: 'skipped', found: 'not-tried' },
  );
};
