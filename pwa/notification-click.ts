import { glance } from '#shared/client/history/glance.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import { isApp } from './app-pages.ts';
import { leaveErrand } from './left-errand.ts';
import type { MissedData } from './missed-call.ts';
import type { PageMessage } from './page-message.ts';
import type { ElsewhereData } from './ring-alerts.ts';
import type { RingData } from './ring-options.ts';

// Of the service worker: what a click on a notification does.

declare const self: ServiceWorkerGlobalScope;

/** The page that is there comes to the front and is told; else a new one is opened, and finds what is left to it. */
const bring = async (message?: PageMessage, place = ''): Promise<void> => {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = windows.filter(({ url }) => isApp(new URL(url)));
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) {
    const query = message ? await leaveErrand(message) : '';
    return void (await self.clients.openWindow(`/${query}${place}`));
  }
  // First of all: a page that cannot come to the front answers all the same.
  if (message) page.postMessage(message);
  await page.focus();
};

/** Milliseconds until a decline that did not reach the relay is said again. */
const AGAIN_MS = 2_000;

/** As long as the caller waits, also through a network that is away for a moment. */
const decline = async ({ call, ends_at }: RingData): Promise<void> => {
  const session = await glance(({ session }) => session());
  if (!session) return;
  const headers = { authorization: `Bearer ${session.token}` };
  for (;;) {
    try {
      return void (await fetch(`/api/calls/${call}/decline`, { method: 'POST', headers }));
    } catch {
      if (Date.now() + AGAIN_MS >= ends_at) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
};

/** To whom has called, and at once where one calls back. */
const goBack = ({ person, media }: MissedData, action: string): Promise<void> => {
  const message = action === 'call-back' ? ({ type: 'call-back', person, media } as const) : undefined;
  return bring(message ?? { type: 'show-conversation', person }, addressOf({ at: 'conversation', person }));
};

export const onNotificationClick = async ({ notification, action }: NotificationEvent): Promise<void> => {
  notification.close();
  const data = notification.data as RingData | MissedData | ElsewhereData | null;
  if (!data || data.kind === 'elsewhere') return bring();
  if (data.kind === 'missed') return goBack(data, action);
  if (action === 'decline') return decline(data);
  // The click itself shows the ring, with both buttons.
  if (action !== 'answer') return bring();
  await bring({ type: 'answer-call', call: data.call, media: 'audio' });
};
