import { fileURLToPath } from 'node:url';
import { startChild } from '#tests/bench/child.ts';
import { freePort } from './free-port.ts';
import { startRelay } from './start-relay.ts';

const SCRIPT = fileURLToPath(new URL('peer-server.ts', import.meta.url));

export const KEY = 'a-key_of-16-and-more';
export const PATH = '/of-pages';

/** Something that PeerJS pages take for a PeerServer, at {@link PATH} with {@link KEY}. */
export interface PeerServing {
  /** `http://…/PATH` */
  readonly url: string;
  stop(): Promise<void>;
}

export interface PeerServingOptions {
  readonly silentSeconds?: number;
  readonly clients?: number;
}

/** The relay with the feature on. */
export const relayForPeerJs = async ({
  silentSeconds = 60,
  clients = 5000,
}: PeerServingOptions = {}): Promise<PeerServing> => {
  const relay = await startRelay({
    environment: {
      PEERJS_KEY: KEY,
      PEERJS_PATH: PATH,
      PEERJS_CLIENTS: String(clients),
      IDLE_TIMEOUT_SECONDS: String(silentSeconds),
    },
  });
  return { url: `${relay.url}${PATH}`, stop: relay.stop };
};

/** The original (npm `peer`). */
export const peerServer = async ({
  silentSeconds = 60,
  clients = 5000,
}: PeerServingOptions = {}): Promise<PeerServing> => {
  const port = await freePort();
  const options = {
    host: '127.0.0.1',
    port,
    key: KEY,
    path: PATH,
    alive_timeout: silentSeconds * 1000,
    concurrent_limit: clients,
  };
  const child = startChild(process.execPath, [SCRIPT, JSON.stringify(options)]);
  await child.line((line) => line === 'listening');
  return { url: `http://127.0.0.1:${port}${PATH}`, stop: child.stop };
};
