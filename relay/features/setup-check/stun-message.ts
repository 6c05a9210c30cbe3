import { createHash, createHmac } from 'node:crypto';

// The form of what STUN (RFC 8489) and TURN (RFC 8656) servers are asked and answer.

export const COOKIE = 0x2112a442;
export const HEAD_BYTES = 20;
const INTEGRITY_BYTES = 24;
const FAILED = 0x110;

export const METHODS = { bind: 0x001, allocate: 0x003, refresh: 0x004, permit: 0x008 } as const;
export type Method = keyof typeof METHODS;

export const ATTRIBUTES = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  family: 0x0017,
  transport: 0x0019,
} as const;

export type Attribute = readonly [name: keyof typeof ATTRIBUTES, value: Buffer];

/** The user name and password of a `turn:` server. */
export interface Login {
  readonly username: string;
  readonly credential: string;
}

/** What a server wants a login to be signed with. */
export interface Challenge {
  readonly realm: Buffer;
  readonly nonce: Buffer;
}

const attributeBytes = ([name, value]: Attribute): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(ATTRIBUTES[name]);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
};

const attributesIn = (message: Buffer): ReadonlyMap<number, Buffer> => {
  const found = new Map<number, Buffer>();
  for (let at = HEAD_BYTES; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    found.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  return found;
};

/** A request, signed where there is something to sign it with. `transaction`: 12 random bytes. */
export const requestBytes = (
  method: Method,
  transaction: Buffer,
  attributes: readonly Attribute[],
  signed?: Login & Challenge,
): Buffer => {
  const all: readonly Attribute[] = signed
    ? [...attributes, ['username', Buffer.from(signed.username)], ['realm', signed.realm], ['nonce', signed.nonce]]
    : attributes;
  const body = Buffer.concat(all.map(attributeBytes));
  const head = Buffer.alloc(8);
  head.writeUInt16BE(METHODS[method]);
  head.writeUInt16BE(body.length + (signed ? INTEGRITY_BYTES : 0), 2);
  head.writeUInt32BE(COOKIE, 4);
  const message = Buffer.concat([head, transaction, body]);
  if (!signed) return message;
  const key = createHash('md5').update(`${signed.username}:${signed.realm}:${signed.credential}`).digest();
  return Buffer.concat([message, attributeBytes(['integrity', createHmac('sha1', key).update(message).digest()])]);
};

/** How many bytes the message has that begins so; `undefined` where too little of it has come. */
export const lengthOf = (beginning: Buffer): number | undefined =>
  beginning.length < HEAD_BYTES ? undefined : HEAD_BYTES + beginning.readUInt16BE(2);

export interface StunAnswer {
  /** 200, or the server's error code. */
  readonly status: number;
  /** What comes with a 401. */
  readonly challenge: Challenge;
}

/** `undefined` where it does not answer that transaction. */
export const answerIn = (message: Buffer, transaction: Buffer): StunAnswer | undefined => {
  if (message.length < HEAD_BYTES || !message.subarray(8, HEAD_BYTES).equals(transaction)) return undefined;
  const attributes = attributesIn(message);
  const error = attributes.get(ATTRIBUTES.error);
  const isError = (message.readUInt16BE() & FAILED) === FAILED;
  return {
    status: isError ? (error?.[2] ?? 0) * 100 + (error?.[3] ?? 0) : 200,
    challenge: {
      realm: attributes.get(ATTRIBUTES.realm) ?? Buffer.of(),
      nonce: attributes.get(ATTRIBUTES.nonce) ?? Buffer.of(),
    },
  };
};
