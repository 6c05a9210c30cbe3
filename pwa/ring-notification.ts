import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { IncomingCall } from '#shared/core/call/call.ts';
import { storedLanguage } from '#shared/ui/frame/preferences.ts';
import { nameOf } from '#shared/ui/frame/ui.ts';
import { loadWords } from '#shared/ui/strings/languages.ts';

const ringIn = ({ call }: AppState): IncomingCall | undefined =>
  call.phase === 'incoming' && call.answering === undefined ? call : undefined;

const show = async (worker: ServiceWorkerRegistration, state: AppState, ring: IncomingCall): Promise<void> => {
  const { ringOptions } = await import('./ring-options.ts');
  const words = await loadWords(storedLanguage());
  const title = words.call.incoming(nameOf(state, ring.person), ring.media);
  await worker.showNotification(title, ringOptions(ring.call, ring.media, words));
};

const hide = async (worker: ServiceWorkerRegistration, call: string): Promise<void> => {
  for (const notification of await worker.getNotifications({ tag: call })) notification.close();
};

/** While nobody looks at this page, a ring is a notification too. A click on it brings the page to the front. */
export const notifyOfRings = (client: Client): void => {
  let shown: string | undefined;
  client.subscribe((state) => {
    const ring = ringIn(state);
    if (ring?.call === shown) return;
    const before = shown;
    const wanted = ring !== undefined && document.hidden && globalThis.Notification?.permission === 'granted';
    shown = wanted ? ring.call : undefined;
    void navigator.serviceWorker?.ready.then(async (worker) => {
      if (before !== undefined) await hide(worker, before);
      // It may have stopped meanwhile.
      if (wanted && ringIn(client.state())?.call === ring.call) await show(worker, state, ring);
    });
  });
};
