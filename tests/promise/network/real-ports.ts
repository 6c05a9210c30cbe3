import 'fake-indexeddb/auto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ulid } from 'ulid';
import { vi } from 'vitest';
import type { Ports, Windows } from '#shared/client/ports.ts';
import { type ClientCode, product } from './client-code.ts';

// Node's own never closes where it could not be opened. By its file: the package has an empty half for browsers.
const require = createRequire(import.meta.url);
const ws = require(join(dirname(require.resolve('ws/package.json')), 'index.js')) as typeof import('ws');
class QuietWebSocket extends ws.WebSocket {
  constructor(...args: ConstructorParameters<typeof ws.WebSocket>) {
    super(...args);
    this.on('error', () => {}); // closes, which is heard
  }
}
vi.stubGlobal('WebSocket', QuietWebSocket);

export interface RealPorts {
  readonly ports: Ports;
  /** The device's clock is off by this many ms from now on. */
  setClock(skew: number): void;
  /** The browser says that there is a network again. */
  networkReturned(): void;
}

export interface RealPortsOptions {
  /** Of the device, and of its store. */
  readonly name: string;
  readonly windows: Windows;
  /** In [0, 1). How long a client waits before it connects again is up to it. */
  readonly random?: () => number;
  readonly code?: ClientCode;
}

/** The doors of a client on a machine without a screen: its own store, sealing, time and sockets. */
export const createRealPorts = ({
  name,
  windows,
  random = Math.random,
  code = product,
}: RealPortsOptions): RealPorts => {
  const returned = new Set<() => void>();
  let skew = 0;
  return {
    ports: {
      clock: {
        now: () => Date.now() + skew,
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      chance: { uuid: () => crypto.randomUUID(), ulids: async () => () => ulid(Date.now() + skew), random },
      network: {
        returned: (listener) => {
          returned.add(listener);
          return () => returned.delete(listener);
        },
      },
      api: code.httpApi(),
      openSocket: code.openWebSocket,
      history: code.indexedDbHistory(name),
      windows,
      blobs: async () => code.httpBlobs(),
      sealer: async () => code.hpkeSealer,
      identities: async () => code.identityKeys,
      deviceName: async () => name,
    },
    setClock: (ms) => {
      skew = ms;
    },
    networkReturned: () => {
      for (const listener of returned) listener();
    },
  };
};
