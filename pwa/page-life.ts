import type { Client } from '#shared/client/client.ts';

/** What becomes of the client when the browser takes the page away, and when it brings it back. */
export const followPageLife = (client: Pick<Client, 'close'>): void => {
  // Whoever is on the other side hears of it at once, and waits: it may be a reload. A page kept in the back-forward cache
  // has no call.
  window.addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) client.close(true);
  });
  // One that was kept has heard nothing of what other windows said meanwhile, not even that nobody is signed in any more.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
};
