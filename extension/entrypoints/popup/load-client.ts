import type { Client } from '#shared/client/client.ts';
import type { History } from '#shared/client/ports.ts';

/** The people are on the screen: whatever is done earlier takes the processor from those who draw them. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    new PerformanceObserver((_, observer) => {
      observer.disconnect();
      resolve();
    }).observe({ type: 'paint', buffered: true });
  });

/** The client itself, once the people are on the screen. */
export const loadClient = async (history: History): Promise<Client> => {
  await painted();
  const { popupClient } = await import('./client.ts');
  return popupClient(history);
};
