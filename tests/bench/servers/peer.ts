import { fileURLToPath } from 'node:url';
import { startChild } from '../child.ts';
import { certificate } from './certificate.ts';
import { type Contender, measured, NODE_FLAGS, type Server, type ServerOptions } from './contender.ts';
import { freePort } from './free-port.ts';

const SCRIPT = fileURLToPath(new URL('peer-server.ts', import.meta.url));

const start = async (options: ServerOptions): Promise<Server> => {
  const { tls, cores } = options;
  const port = await freePort();
  const files = tls ? certificate() : undefined;
  const child = startChild(
    process.execPath,
    [...NODE_FLAGS, SCRIPT, String(port), ...(files ? [files.key, files.cert] : [])],
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

/** PeerServer, the signaling server that PeerJS brings. It knows no accounts: anyone with an id is an endpoint. */
export const peer: Contender = { side: 'peer', protocol: 'peer', start };
