// A bare router on npm `ws`: what PeerServer does with a message, and nothing else. Arguments: port, and for TLS a key
// and a certificate file.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { WebSocketServer } from 'ws';
import * as z from 'zod/mini';

const [port, key, cert] = process.argv.slice(2);
const addressed = z.looseObject({ type: z.string(), dst: z.string() });

const server =
  key && cert ? createTlsServer({ key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }) : createServer();
const sockets = new Map();

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
  const id = new URL(request.url ?? '', 'ws://localhost').searchParams.get('id') ?? '';
  sockets.set(id, socket);
  socket.on('message', (data) => {
    const message = addressed.safeParse(JSON.parse(data.toString()));
    if (message.success) sockets.get(message.data.dst)?.send(JSON.stringify({ ...message.data, src: id }));
  });
  socket.on('close', () => sockets.delete(id));
  socket.send('{"type":"OPEN"}');
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
process.on('SIGTERM', () => process.exit(0));
