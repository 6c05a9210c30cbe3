import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { IncomingCall } from '#shared/core/call/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { RingData } from './ring-options.ts';

/** Of the pages of this device one has the ring. */
const ringIn = ({ call }: AppState): IncomingCall | undefined =>
  call.phase === 'incoming' && call.ringsHere && call.answering === undefined ? call : undefined;

/** Whoever has shown it. What says that it was missed stays. */
const hide = async (worker: ServiceWorkerRegistration, call: CallId): Promise<void> => {
  for (const notification of await worker.getNotifications({ tag: call }))
    if ((notification.data as RingData | null)?.kind === 'ring') notification.close();
};

/** The browser is asked each time, which takes milliseconds. */
const mayNotify = (): boolean => globalThis.Notification?.permission === 'granted';

/** While nobody looks at this page, a ring is a notification too. A click on it brings the page to the front. */
export const notifyOfRings = (client: Client): void => {
  let rung: CallId | undefined;
  let shown: CallId | undefined;
  let before: Promise<void> | undefined;
  const look = (state: AppState): void => {
    const ring = ringIn(state);
    const over = ring?.call === rung ? undefined : rung;
    rung = ring?.call;
    const wanted = ring !== undefined && ring.call !== shown && document.hidden && mayNotify();
    if (wanted) shown = ring.call;
    if (over === undefined && !wanted) return;
    const ready = navigator.serviceWorker?.ready;
    if (!ready) return;
    const previous = before;
    const work = async (): Promise<void> => {
      const worker = await ready;
      // A ring is longer on its way to the screen than its end to taking it away.
      await previous;
      if (over !== undefined) await hide(worker, over);
      // It may have stopped meanwhile.
      if (!wanted || ringIn(client.state())?.call !== ring.call) return;
      const { showRing } = await import('./show-ring.ts');
      await showRing(worker, state, ring);
    };
    before = work().catch(() => {}); // refused: the page rings all the same
  };
  client.subscribe(look);
  // Whoever turns away from a page that rings has been told by nothing else.
  document.addEventListener('visibilitychange', () => look(client.state()));
};
