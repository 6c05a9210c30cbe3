import type { RingData, RingOptions } from './ring-options.ts';
import { showRinging } from './show-ringing.ts';

/** Between two alerts of the same ring (call-flow.md R10). */
export const AGAIN_MS = 10_000;

/** Of a notification that says that another device took the call or refused it, which its person did themselves. */
export interface ElsewhereData {
  readonly kind: 'elsewhere';
}

interface Ring {
  readonly data: RingData;
  close(): void;
}

const ringsIn = async (worker: ServiceWorkerRegistration, tag: string): Promise<readonly Ring[]> => {
  const shown = await worker.getNotifications({ tag });
  return shown.filter(({ data }) => (data as RingData | null)?.kind === 'ring');
};

/** Rings whose end nobody has told of, because the push that says so was lost; and what was shown because a push has to be. */
export const closeOverdue = async (worker: ServiceWorkerRegistration): Promise<void> => {
  for (const notification of await worker.getNotifications()) {
    const about = notification.data as RingData | ElsewhereData | { readonly kind: 'missed' } | null;
    if (about?.kind === 'elsewhere' || (about?.kind === 'ring' && about.ends_at <= Date.now())) notification.close();
  }
};

/**
 * Alerts again and again until the ring is answered, put away or over; the worker and a page that both do take turns. Of a service worker no event waits for this, so
 * it lasts as long as the browser lets the worker live, some 30 s: an event that ended after the person had put the
 * notification away would have shown nothing, which browsers count against the app.
 */
export const alertAgain = async (
  worker: ServiceWorkerRegistration,
  title: string,
  options: RingOptions,
): Promise<void> => {
  const { data, tag } = options;
  const again: RingOptions = { ...options, renotify: true };
  let next = Date.now() + AGAIN_MS;
  while (Date.now() < data.ends_at) {
    const until = Math.min(next, data.ends_at);
    await new Promise((resolve) => setTimeout(resolve, until - Date.now()));
    const [shown] = await ringsIn(worker, tag);
    if (!shown) return;
    next = (shown.data.alerted ?? 0) + AGAIN_MS;
    if (Date.now() < next || Date.now() >= data.ends_at) continue;
    await showRinging(worker, title, again);
    next = Date.now() + AGAIN_MS;
  }
  await closeOverdue(worker);
};
