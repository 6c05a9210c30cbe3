import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP, connect as overTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as overTls } from 'node:tls';
import { lengthOf } from './stun-message.ts';

export type Transport = 'udp' | 'tcp' | 'tls';

/** Where a STUN or TURN server is, as an address such as `turn:turn.example:3478?transport=tcp` says. */
export interface ServerAddress {
  readonly url: string;
  readonly scheme: 'stun' | 'turn';
  readonly host: string;
  readonly port: number;
  readonly transport: Transport;
}

const ADDRESS = /^(stun|turn)(s?):(?:\[([^\]]+)\]|([^:?]+))(?::(\d+))?(?:\?transport=(udp|tcp))?$/;

/** RFC 7064 and 7065. `undefined` where it is no such address. */
export const serverAddress = (url: string): ServerAddress | undefined => {
  const [, scheme, secure, six, name, port, transport] = ADDRESS.exec(url) ?? [];
  if (scheme !== 'stun' && scheme !== 'turn') return undefined;
  return {
    url,
    scheme,
    host: six ?? name ?? '',
    port: Number(port ?? (secure ? 5349 : 3478)),
    transport: secure ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
  };
};

/** Messages to a server and back. */
export interface Wire {
  /** A message may be lost, and is to be sent again. */
  readonly lossy: boolean;
  send(message: Buffer): void;
  /** One listener at a time; the former hears no more. */
  listen(onMessage: (message: Buffer) => void): void;
  /** Rejects where the wire breaks. */
  readonly broken: Promise<never>;
  close(): void;
}

const breaking = () => {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // nobody may be waiting
  return { broken: promise, fail: reject };
};

const udpWire = async ({ host, port }: ServerAddress): Promise<Wire> => {
  const { address, family } = await lookup(host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const { broken, fail } = breaking();
  let hear = (_: Buffer): void => {};
  socket.on('message', (message) => hear(message));
  socket.on('error', fail);
  // Connected, so that the system tells of a port on which nobody listens.
  socket.connect(port, address);
  await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), broken]).catch((error) => {
    socket.close();
    throw error;
  });
  return {
    lossy: true,
    send: (message) => socket.send(message),
    listen: (onMessage) => {
      hear = onMessage;
    },
    broken,
    close: () => socket.close(),
  };
};

const streamWire = async ({ host, port, transport }: ServerAddress): Promise<Wire> => {
  const { broken, fail } = breaking();
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const stream: Duplex =
    transport === 'tls'
      ? overTls({ host, port, ...(isIP(host) === 0 && { servername: host }) }, resolve)
      : overTcp({ host, port }, resolve);
  let hear = (_: Buffer): void => {};
  let rest = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let length = lengthOf(rest); length !== undefined && rest.length >= length; length = lengthOf(rest)) {
      hear(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
  stream.on('error', fail);
  stream.on('close', () => fail(new Error('closed')));
  try {
    await Promise.race([open, broken]);
  } catch (error) {
    stream.destroy();
    throw error;
  }
  return {
    lossy: false,
    send: (message) => void stream.write(message),
    listen: (onMessage) => {
      hear = onMessage;
    },
    broken,
    close: () => void stream.destroy(),
  };
};

export const openWire = (address: ServerAddress): Promise<Wire> =>
  address.transport === 'udp' ? udpWire(address) : streamWire(address);
