import { failed } from '#shared/core/reason.ts';
import { indexedDbHistory } from './history/indexed-db.ts';
import { loadOnce } from './load-once.ts';
import { onDemand } from './on-demand.ts';
import { outOfReach } from './out-of-reach.ts';
import type { Calling, Chance, Clock, History, MailElsewhere, Network, Ports, RelayApi } from './ports.ts';
import { ticketApi } from './relay/ticket-api.ts';
import { openWebSocket } from './relay/web-socket.ts';
import { broadcastWindows } from './windows/broadcast.ts';

export interface BrowserOptions {
  readonly deviceName: Ports['deviceName'];
  /**
   * `async () => (await import('#shared/client/calling.ts')).calling`, missing where there are no media: a worker is
   * built as one file, and what is imported here would be in it.
   */
  readonly calling?: () => Promise<Calling>;
  readonly mailElsewhere?: MailElsewhere;
  /** Loaded by import, as calling is. */
  readonly push?: Ports['push'];
  /** Where somebody has opened the store before. */
  readonly history?: History;
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
  ulids: loadOnce(async () => (await import('ulid').catch(outOfReach)).monotonicFactory()),
  random: Math.random,
});

const network: Network = {
  returned: (listener) => {
    addEventListener('online', listener);
    return () => removeEventListener('online', listener);
  },
};

/** The doors of a client in a browser: in a page and in a worker alike. */
export const browserPorts = ({ deviceName, calling, mailElsewhere, push, history }: BrowserOptions): Ports => ({
  clock,
  chance: chance(),
  network,
  api: onDemand<RelayApi, Pick<RelayApi, 'ticket'>>(
    ticketApi,
    async () => (await import('./relay/http-api.ts')).httpApi(),
    failed('offline'),
  ),
  openSocket: openWebSocket,
  history: history ?? indexedDbHistory(),
  windows: broadcastWindows(),
  blobs: async () => (await import('./files/blob-api.ts')).httpBlobs(),
  sealer: async () => (await import('./seal/hpke.ts').catch(outOfReach)).hpkeSealer,
  identities: async () => (await import('./identity/keys.ts').catch(outOfReach)).identityKeys,
  ...(calling && { calling }),
  // A worker has none either, and its pages may.
  callsUnsupported: 'document' in globalThis && !('RTCPeerConnection' in globalThis),
  ...(mailElsewhere && { mailElsewhere }),
  ...(push && { push }),
  deviceName,
});
