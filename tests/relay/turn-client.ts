import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// As much of a TURN client (RFC 8656) over UDP as it takes to ask a server what it allows.

const COOKIE = 0x2112a442;
const METHODS = { allocate: 0x003, permit: 0x008 } as const;
const FAILED = 0x110;
const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  family: 0x0017,
  transport: 0x0019,
} as const;
type Attribute = readonly [type: number, value: Buffer];

const INTEGRITY_BYTES = 24;
const RETRY_MS = 200;
const PATIENCE_MS = 5_000;

export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

/** 200, or the server's error code. */
type Status = number;

export interface TurnClient {
  /** Asks for a relayed address of this family. */
  allocate(family: 4 | 6): Promise<Status>;
  /** Asks whether packets may go to that address and come from it. */
  permit(address: string): Promise<Status>;
  close(): void;
}

const attributeBytes = ([type, value]: Attribute): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
};

const attributesIn = (message: Buffer): ReadonlyMap<number, Buffer> => {
  const found = new Map<number, Buffer>();
  for (let at = 20; at < message.length; ) {
    const length = message.readUInt16BE(at + 2);
    found.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  return found;
};

const addressBytes = (address: string): Buffer => {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  // In the form that the URL standard gives it: groups of hexadecimal digits, once `::`.
  const [head = [], tail] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  const zeros = tail ? Array.from({ length: 8 - head.length - tail.length }, () => '0') : [];
  const all = [...head, ...zeros, ...(tail ?? [])];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
};

/** XOR-PEER-ADDRESS with some port. */
const peerBytes = (address: string, transaction: Buffer): Buffer => {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(COOKIE);
  transaction.copy(mask, 4);
  const bytes = addressBytes(address);
  const head = Buffer.from([0, isIPv6(address) ? 2 : 1, 0x12 ^ 0x21, 0x34 ^ 0x12]);
  return Buffer.concat([head, bytes.map((byte, at) => byte ^ (mask[at] ?? 0))]);
};

const statusOf = (answer: Buffer): Status => {
  if ((answer.readUInt16BE() & FAILED) !== FAILED) return 200;
  const error = attributesIn(answer).get(ATTRIBUTE.error);
  return (error?.[2] ?? 0) * 100 + (error?.[3] ?? 0);
};

export const openTurnClient = (port: number, { username, credential }: TurnCredentials): TurnClient => {
  const socket = createSocket('udp4');
  let known: { readonly realm: Buffer; readonly nonce: Buffer } | undefined;

  const compose = (type: number, transaction: Buffer, attributes: readonly Attribute[]): Buffer => {
    const signed: readonly Attribute[] = known
      ? [
          [ATTRIBUTE.username, Buffer.from(username)],
          [ATTRIBUTE.realm, known.realm],
          [ATTRIBUTE.nonce, known.nonce],
        ]
      : [];
    const body = Buffer.concat([...attributes, ...signed].map(attributeBytes));
    const head = Buffer.alloc(8);
    head.writeUInt16BE(type);
    head.writeUInt16BE(body.length + (known ? INTEGRITY_BYTES : 0), 2);
    head.writeUInt32BE(COOKIE, 4);
    const message = Buffer.concat([head, transaction, body]);
    if (!known) return message;
    const key = createHash('md5').update(`${username}:${known.realm}:${credential}`).digest();
    const integrity = createHmac('sha1', key).update(message).digest();
    return Buffer.concat([message, attributeBytes([ATTRIBUTE.integrity, integrity])]);
  };

  const exchange = async (
    method: keyof typeof METHODS,
    attributes: (transaction: Buffer) => readonly Attribute[],
  ): Promise<Buffer> => {
    const transaction = randomBytes(12);
    const message = compose(METHODS[method], transaction, attributes(transaction));
    const until = AbortSignal.timeout(PATIENCE_MS);
    let answer: Buffer | undefined;
    const hear = (heard: Buffer): void => {
      if (heard.subarray(8, 20).equals(transaction)) answer = heard;
    };
    socket.on('message', hear);
    try {
      while (!answer) {
        until.throwIfAborted();
        socket.send(message, port, '127.0.0.1');
        const heard = new AbortController();
        socket.once('message', () => heard.abort());
        await sleep(RETRY_MS, undefined, { signal: heard.signal }).catch(() => {});
      }
      return answer;
    } finally {
      socket.off('message', hear);
    }
  };

  const ask = async (...[method, attributes]: Parameters<typeof exchange>): Promise<Status> => {
    const first = await exchange(method, attributes);
    if (known || statusOf(first) !== 401) return statusOf(first);
    const said = attributesIn(first);
    known = { realm: said.get(ATTRIBUTE.realm) ?? Buffer.of(), nonce: said.get(ATTRIBUTE.nonce) ?? Buffer.of() };
    return statusOf(await exchange(method, attributes));
  };

  return {
    allocate: (family) =>
      ask('allocate', () => [
        [ATTRIBUTE.transport, Buffer.from([17, 0, 0, 0])],
        [ATTRIBUTE.family, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])],
      ]),
    permit: (address) => ask('permit', (transaction) => [[ATTRIBUTE.peer, peerBytes(address, transaction)]]),
    close: () => socket.close(),
  };
};
