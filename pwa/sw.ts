import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';

import { isApp } from './app-pages.ts';
import { fetchEngine, forgetEngines, isEngine } from './engine-cache.ts';
import { keepShared } from './keep-shared.ts';
import { onNotificationClick } from './notification-click.ts';
import { renewSubscription } from './renew-subscription.ts';
import { closeOverdue } from './ring-alerts.ts';
import { showPush } from './show-push.ts';
import { TAKE_OVER } from './take-over.ts';

// Keeps the app itself on the device, and what another app shares with it; shows what pushes say. Knows nothing of messages.

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: PrecacheEntry[] };

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
const shell = createHandlerBoundToURL('/index.html');

// The first visit is controlled too; a new version waits until the windows of the old one are closed, because those
// still load parts of it, or until one of them says that they are of no use any more.
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), forgetEngines(), closeOverdue(self.registration)])),
);

self.addEventListener('message', ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === 'POST' && url.pathname === '/share') return event.respondWith(keepShared(request));
  if (url.origin !== location.origin) return;
  if (isEngine(url)) return event.respondWith(fetchEngine(request));
  if (request.mode !== 'navigate' || !isApp(url)) return;
  event.respondWith(shell({ event, request, url }));
});

self.addEventListener('push', (event) => event.waitUntil(showPush(event.data)));

self.addEventListener('pushsubscriptionchange', (event) =>
  // Of the types here it is a plain event.
  (event as ExtendableEvent).waitUntil(renewSubscription()),
);

self.addEventListener('notificationclick', (event) => event.waitUntil(onNotificationClick(event)));
