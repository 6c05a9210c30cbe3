import { isQuietTime } from '#shared/core/privacy/ring-manner.ts';
import type { RingTestId } from '#shared/protocol/ids.ts';
import type { Reach } from '#shared/protocol/ring-test.ts';
import type { Ports, StoredSession } from '../ports.ts';
import { subscribePush } from './subscribe.ts';

/**
 * Says that the test has come over the socket, and how a call would ring here (SPEC RT2). Where pushes wake nothing there is
 * nothing to test: another context of the device says how it stands.
 */
export const hearRingTest = async (
  ports: Pick<Ports, 'api' | 'clock' | 'history' | 'push'>,
  self: StoredSession | undefined,
  test: RingTestId,
): Promise<void> => {
  const push = await ports.push?.();
  if (!self || !push) return;
  const { api, clock, history } = ports;
  const { quiet } = (await history.privacy()).rings;
  const standing = { alerts: push.alerts(), quiet: quiet !== undefined && isQuietTime(quiet, clock.now()) };
  const say = (more: { readonly push?: Reach }) =>
    api.ringHeard(self.relay, self.token, test, { by: 'socket', standing: { ...standing, ...more } });
  // At once, for the time that it took; the browser may say seconds later what it makes of pushes.
  await say({});
  await say({ push: await subscribePush(ports, push, self).catch(() => 'refused' as const) });
};
