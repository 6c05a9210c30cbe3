import { fileURLToPath } from 'node:url';
import { startChild } from '../child.ts';
import type { Side } from '../samples.ts';
import { certificate } from './certificate.ts';
import { type Contender, measured, NODE_FLAGS, type Server, type ServerOptions } from './contender.ts';
import { freePort } from './free-port.ts';

/** A server that knows no accounts: anyone with an id is an endpoint. */
const router = (side: Side, script: string): Contender => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const start = async (options: ServerOptions): Promise<Server> => {
    const { tls, cores } = options;
    const port = await freePort();
    const files = tls ? certificate() : undefined;
    const child = startChild(
      process.execPath,
      [...NODE_FLAGS, path, String(port), ...(files ? [files.key, files.cert] : [])],
      { core: cores ?? 0 },
    );
    await child.line((line) => line === 'listening');
    return {
      port,
      tls,
      endpoints: (_, count) => Promise.resolve(Array.from({ length: count }, () => 'none none none')),
      async crash() {
        await child.kill();
        return start(options);
      },
      ...measured(child),
    };
  };
  return { side, protocol: 'peer', start };
};

/** PeerServer, the signaling server that PeerJS brings. */
export const peer = router('peer', 'peer-server.mjs');

/** Its routing alone, on npm `ws`. */
export const bareWs = router('ws', 'ws-router.mjs');

/** As little as a server can do on the library that our relay stands on: the ceiling. */
export const rawUws = router('uws', 'uws-router.mjs');
