import { glance } from '#shared/client/history/glance.ts';
import { browserPush } from '#shared/client/push/browser-push.ts';
import { subscribePush } from '#shared/client/push/subscribe.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';

declare const self: ServiceWorkerGlobalScope;

const clock = {
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The browser has ended the subscription while no page was open: the relay is told of a new one. */
export const renewSubscription = async (): Promise<void> => {
  const session = await glance(({ session }) => session());
  if (!session) return;
  const push = browserPush(async () => self.registration.pushManager);
  await subscribePush({ api: httpApi(), clock }, push, session);
};
