import type { Client } from '#shared/client/client.ts';
import type { History } from '#shared/client/ports.ts';

/** The next frame has been painted. */
const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** The client itself, once the people are on the screen. */
export const loadClient = async (history: History): Promise<Client> => {
  await painted();
  const { popupClient } = await import('./client.ts');
  return popupClient(history);
};
