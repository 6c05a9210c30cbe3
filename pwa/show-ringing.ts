import type { RingOptions } from './ring-options.ts';

/**
 * Shows a ring that is heard now. Chromium tries notifications of incoming calls, with a ringtone, before all others and
 * with coloured buttons, for installed apps (call-flow.md R13). It brings a button of its own that puts them away, and
 * has none for declining: the actions stay as they are.
 */
export const showRinging = async (
  worker: ServiceWorkerRegistration,
  title: string,
  { data, ...rest }: RingOptions,
): Promise<void> => {
  const options: RingOptions = { ...rest, data: { ...data, alerted: Date.now() } };
  if ('scenario' in Notification.prototype) {
    const asCall: RingOptions = { ...options, scenario: 'incoming-call' };
    const isShown = await worker.showNotification(title, asCall).then(
      () => true,
      () => false,
    );
    if (isShown) return;
    // What is being tried may be refused, and no ring is to be lost by that.
  }
  await worker.showNotification(title, options);
};
