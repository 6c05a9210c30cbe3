import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

export interface PageServer {
  readonly origin: string;
  stop(): void;
}

/** Serves an empty page with PeerJS in it. */
export const servePeerJs = async (): Promise<PageServer> => {
  const require = createRequire(import.meta.url);
  const script = readFileSync(require.resolve('peerjs/dist/peerjs.min.js'));
  const server = createServer((request, response) => {
    const wantsScript = request.url === '/peerjs.js';
    response.setHeader('content-type', wantsScript ? 'text/javascript' : 'text/html');
    response.end(
      wantsScript
        ? script
        : '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/peerjs.js"></script><body>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}/`, stop: () => server.close() };
};
