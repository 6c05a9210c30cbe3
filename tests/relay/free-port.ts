import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const FIRST = 12_000;
const COUNT = 10_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * Whether no other process of the tests has been given this port and is still there. The mark is a UDP port above all
 * that are given out, which the system takes back however the process ends.
 */
const mark = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4').unref();
    socket.once('error', () => resolve(false));
    socket.bind({ port: port + COUNT, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });

/**
 * A free port that stays this process's own until it ends: a relay that was killed finds it free again, however many
 * others are started meanwhile. It is below the range that the system gives to outgoing connections (32768 on Linux),
 * so that no client has it either.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = FIRST + randomInt(COUNT);
    if ((await mark(port)) && (await isFree(port))) return port;
  }
};
