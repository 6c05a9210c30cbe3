import type { Client } from '#shared/client/client.ts';

/** The next frame has been painted. */
const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** The client itself, once the people are on the screen. */
export const loadClient = async (): Promise<Client> => {
  await painted();
  const { popupClient } = await import('./client.ts');
  return popupClient();
};
