import { glance } from '#shared/client/history/glance.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import { isApp } from './app-pages.ts';
import type { MissedData } from './missed-call.ts';
import type { PageMessage } from './page-message.ts';
import type { RingData } from './ring-options.ts';

// Of the service worker: what a click on a notification does.

declare const self: ServiceWorkerGlobalScope;

/** The page that is there comes to the front and is told; else a new one is opened. */
const bring = async (message: PageMessage | undefined, address: string): Promise<void> => {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = windows.filter(({ url }) => isApp(new URL(url)));
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) return void (await self.clients.openWindow(address));
  // First of all: a page that cannot come to the front answers all the same.
  if (message) page.postMessage(message);
  await page.focus();
};

const decline = async (call: CallId): Promise<void> => {
  const session = await glance(({ session }) => session());
  if (!session) return;
  await fetch(`/api/calls/${call}/decline`, { method: 'POST', headers: { authorization: `Bearer ${session.token}` } });
};

/** To whom has called, and at once where one calls back. */
const goBack = ({ person, media }: MissedData, action: string): Promise<void> => {
  const conversation = addressOf({ at: 'conversation', person });
  return action === 'call-back'
    ? bring({ type: 'call-back', person, media }, `/?call=${person}&media=${media}${conversation}`)
    : bring({ type: 'show-conversation', person }, `/${conversation}`);
};

export const onNotificationClick = async ({ notification, action }: NotificationEvent): Promise<void> => {
  notification.close();
  const data = notification.data as RingData | MissedData | null;
  if (!data) return bring(undefined, '/');
  if (data.kind === 'missed') return goBack(data, action);
  if (action === 'decline') return decline(data.call);
  // The click itself shows the ring, with both buttons.
  if (action !== 'answer') return bring(undefined, '/');
  const { call } = data;
  await bring({ type: 'answer-call', call, media: 'audio' }, `/?answer=${call}&media=audio`);
};
