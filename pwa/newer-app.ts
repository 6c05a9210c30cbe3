import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import { TAKE_OVER } from './take-over.ts';

type Updated = Pick<ServiceWorkerRegistration, 'installing' | 'update' | 'waiting'>;

/** Rejects where it cannot be: parts of it did not arrive. */
const installed = (worker: ServiceWorker): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker.state === 'redundant') reject(new Error('could not be installed'));
      else if (worker.state !== 'installing') resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });

const bringNewer = async (registration: Updated): Promise<void> => {
  await registration.update();
  const newer = registration.installing ?? registration.waiting;
  if (!newer) return;
  await installed(newer);
  newer.postMessage(TAKE_OVER);
};

/**
 * The app of a new version waits until the windows of the old one are closed. At a relay that speaks with the new one
 * alone these are of no use any more: reloading them must bring it. A call goes on without the relay, and first.
 */
export const followVersion = (client: Pick<Client, 'state' | 'subscribe'>, registration: Updated): void => {
  let asked = false;
  const look = ({ link, call }: AppState): void => {
    const isOld = link.state === 'closed' && link.end === 'version-mismatch';
    if (asked || !isOld || (call.phase !== 'none' && call.phase !== 'ended')) return;
    asked = true;
    bringNewer(registration).catch(() => {
      asked = false; // with whatever happens next
    });
  };
  client.subscribe(look);
  look(client.state());
};
