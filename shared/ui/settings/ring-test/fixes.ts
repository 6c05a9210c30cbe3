import type { DeviceRing } from '#shared/client/client.ts';

/** Why a call would not be noticed at a device; its words say what to do there. */
export type Fix =
  | 'quiet'
  | 'denied'
  | 'not-asked'
  | 'no-notifications'
  | 'no-push'
  | 'push-silent'
  | 'push-refused'
  | 'push-unknown'
  | 'closed'
  | 'service-refuses'
  | 'asleep'
  | 'frozen';

/** Milliseconds after which a device that has said nothing is taken for one that does not answer. */
export const SILENT_MS = 10_000;

const NOTIFYING: Partial<Record<string, Fix>> = {
  denied: 'denied',
  default: 'not-asked',
  unsupported: 'no-notifications',
};
const PUSHING: Partial<Record<string, Fix>> = {
  unsupported: 'no-push',
  silent: 'push-silent',
  refused: 'push-refused',
  unknown: 'push-unknown',
};

/** What stands in the way of pushes at a device that could not be asked, or says that it gets them. */
const ofPushes = ({ connected, subscribed, service, push_ms }: DeviceRing, waited: number): Fix | undefined => {
  if (!subscribed) return connected ? undefined : 'closed';
  if (service === 'gone' || service === 'refused') return 'service-refuses';
  return push_ms === undefined && waited >= SILENT_MS ? 'asleep' : undefined;
};

/** What is to be done at a device, so far as it is known after so many milliseconds. */
export const fixesOf = (ring: DeviceRing, waited: number): readonly Fix[] => {
  const { connected, socket_ms, standing } = ring;
  const notifying = standing && NOTIFYING[standing.alerts];
  // Without notifications there are no pushes either: one thing at a time.
  const pushing = notifying ? undefined : ((standing?.push && PUSHING[standing.push]) ?? ofPushes(ring, waited));
  const frozen: Fix | undefined = connected && socket_ms === undefined && waited >= SILENT_MS ? 'frozen' : undefined;
  const quiet: Fix | undefined = standing?.quiet ? 'quiet' : undefined;
  return [quiet, notifying, pushing, frozen].filter((fix) => fix !== undefined);
};
