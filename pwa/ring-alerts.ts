import type { RingData, RingOptions } from './ring-options.ts';
import { showRinging } from './show-ringing.ts';

/** Between two alerts of the same ring (call-flow.md R10). */
export const AGAIN_MS = 10_000;

const ringsIn = async (worker: ServiceWorkerRegistration, tag?: string): Promise<readonly Notification[]> => {
  const shown = await worker.getNotifications(tag === undefined ? {} : { tag });
  return shown.filter(({ data }) => (data as RingData | null)?.kind === 'ring');
};

/** Rings whose end nobody has told of, because the push that says so was lost. */
export const closeOverdue = async (worker: ServiceWorkerRegistration): Promise<void> => {
  for (const notification of await ringsIn(worker))
    if ((notification.data as RingData).ends_at <= Date.now()) notification.close();
};

/**
 * Alerts again and again until the ring is answered, put away or over. Of a service worker no event waits for this, so
 * it lasts as long as the browser lets the worker live, some 30 s: an event that ended after the person had put the
 * notification away would have shown nothing, which browsers count against the app.
 */
export const alertAgain = async (
  worker: ServiceWorkerRegistration,
  title: string,
  options: RingOptions,
): Promise<void> => {
  const { data, tag } = options;
  for (let left = data.ends_at - Date.now(); left > 0; left = data.ends_at - Date.now()) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(AGAIN_MS, left)));
    if ((await ringsIn(worker, tag)).length === 0) return;
    const again: RingOptions = { ...options, renotify: true };
    if (Date.now() < data.ends_at) await showRinging(worker, title, again);
  }
  await closeOverdue(worker);
};
