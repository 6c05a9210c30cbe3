import { render } from 'solid-js/web';
import { browserPorts } from '#shared/client/browser-ports.ts';
import { createClient } from '#shared/client/create-client.ts';
import { deviceName } from '#shared/client/device-name.ts';
import { App } from '#shared/ui/app.tsx';
import { devicesFirst } from '#shared/ui/call/devices-first.ts';
import { storedLanguage } from '#shared/ui/frame/preferences.ts';
import { showUnread } from './app-badge.ts';
import { followLaunches } from './launches.ts';
import { pageHost } from './page-host.ts';
import { followPageLife } from './page-life.ts';
import { registerServiceWorker } from './register-service-worker.ts';
import { notifyOfRings } from './ring-notification.ts';
import { subscribeAtStart } from './subscribe-at-start.ts';

/** The composition root of the web app. Returns what heeds the service worker. */
export const start = (root: HTMLElement): ((event: MessageEvent) => void) => {
  const calling = async () => (await import('#shared/client/calling.ts')).calling;
  const push = async () => (await import('./page-push.ts')).pagePush(storedLanguage());
  const client = createClient(browserPorts({ deviceName: async () => deviceName(navigator.userAgent), calling, push }));
  showUnread(client);
  notifyOfRings(client);
  subscribeAtStart(client);
  const errands = () => import('./ring-errands.ts');
  if (location.search !== '') void errands().then(({ runErrand }) => runErrand(client));
  render(() => <App client={devicesFirst(client)} host={pageHost(client)} />, root);
  followLaunches();
  void registerServiceWorker();
  void navigator.serviceWorker?.ready.then(async (worker) => {
    (await import('./missed-seen.ts')).closeSeen(client, worker);
    (await import('./newer-app.ts')).followVersion(client, worker);
    await (await import('./ring-alerts.ts')).closeOverdue(worker);
  });
  followPageLife(client);
  return (event) => void errands().then(({ heedWorker }) => heedWorker(client, event));
};
