import { glance } from '#shared/client/history/glance.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import type { RingTestId } from '#shared/protocol/ids.ts';
import { workerWords } from './worker-words.ts';

declare const self: ServiceWorkerGlobalScope;

const hear = async (test: RingTestId): Promise<void> => {
  const session = await glance(({ session }) => session());
  if (session) await httpApi().ringHeard(session.relay, session.token, test, { by: 'push' });
};

/** The person tests whether this device can be rung: the relay is told that it can, and the person sees it here. */
export const showTest = async (test: RingTestId): Promise<void> => {
  const heard = hear(test);
  const { ringTest } = await workerWords();
  await self.registration.showNotification(ringTest.reached, { tag: 'ring-test', icon: '/icon-192.png', silent: true });
  await heard;
};
