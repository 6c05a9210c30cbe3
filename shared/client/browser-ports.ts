import { monotonicFactory } from 'ulid';
import { indexedDbHistory } from './history/indexed-db.ts';
import type { Calling, Chance, Clock, MailElsewhere, Network, Ports } from './ports.ts';
import { httpApi } from './relay/http-api.ts';
import { openWebSocket } from './relay/web-socket.ts';
import { broadcastWindows } from './windows/broadcast.ts';

export interface BrowserOptions {
  /** What this device is called in the list of sessions. */
  readonly deviceName: string;
  /**
   * `async () => (await import('#shared/client/calling.ts')).calling`, missing where there are no media: a worker is
   * built as one file, and what is imported here would be in it.
   */
  readonly calling?: () => Promise<Calling>;
  readonly mailElsewhere?: MailElsewhere;
}

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const chance = (): Chance => ({
  uuid: () => crypto.randomUUID(),
  ulid: monotonicFactory(),
  random: Math.random,
});

const network: Network = {
  returned: (listener) => {
    addEventListener('online', listener);
    return () => removeEventListener('online', listener);
  },
};

/** The doors of a client in a browser: in a page and in a worker alike. */
export const browserPorts = ({ deviceName, calling, mailElsewhere }: BrowserOptions): Ports => ({
  clock,
  chance: chance(),
  network,
  api: httpApi(),
  openSocket: openWebSocket,
  history: indexedDbHistory(),
  windows: broadcastWindows(),
  blobs: async () => (await import('./files/blob-api.ts')).httpBlobs(),
  sealer: async () => (await import('./seal/hpke.ts')).hpkeSealer,
  identities: async () => (await import('./identity/keys.ts')).identityKeys,
  ...(calling && { calling }),
  ...(mailElsewhere && { mailElsewhere }),
  deviceName,
});
