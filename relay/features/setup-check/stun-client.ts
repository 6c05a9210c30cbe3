import { randomBytes } from 'node:crypto';
import {
  type Attribute,
  answerIn,
  type Challenge,
  type Login,
  type Method,
  requestBytes,
  type StunAnswer,
} from './stun-message.ts';
import { openWire, type ServerAddress, type Wire } from './stun-wire.ts';

// As much of a client as it takes to ask a server whether it would serve. The one that is kept well, werift-ice (0.2.3,
// November 2026), takes the refusal of a wrong secret for silence, knows UDP by IPv4 alone, connects anew by itself and
// brings a whole ICE agent along; the others speak no TLS.

/** Between two sendings of what may be lost (RFC 8489 begins with 500 ms). */
const AGAIN_MS = 500;
const PATIENCE_MS = 5_000;

/** 200, or the server's error code. */
export type Status = number;

const within = <T>(ms: number, work: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const patience = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  return Promise.race([work, late]).finally(() => clearTimeout(patience));
};

export interface StunClient {
  /** Signs with the login as soon as the server asks for that. */
  ask(method: Method, attributes?: (transaction: Buffer) => readonly Attribute[]): Promise<Status>;
  close(): void;
}

/** Rejects, as `ask` does, where nothing answers. */
export const openStunClient = async (address: ServerAddress, login?: Login): Promise<StunClient> => {
  const opening = openWire(address);
  const wire: Wire = await within(PATIENCE_MS, opening).catch((error: unknown) => {
    opening.then(
      (late) => late.close(),
      () => {},
    );
    throw error;
  });
  let challenge: Challenge | undefined;

  const exchange = async (
    method: Method,
    attributes: (transaction: Buffer) => readonly Attribute[],
  ): Promise<StunAnswer> => {
    const transaction = randomBytes(12);
    const signed = login && challenge && { ...login, ...challenge };
    const message = requestBytes(method, transaction, attributes(transaction), signed);
    const { promise: answered, resolve } = Promise.withResolvers<StunAnswer>();
    wire.listen((heard) => {
      const answer = answerIn(heard, transaction);
      if (answer) resolve(answer);
    });
    wire.send(message);
    const again = wire.lossy ? setInterval(() => wire.send(message), AGAIN_MS) : undefined;
    return within(PATIENCE_MS, Promise.race([answered, wire.broken])).finally(() => clearInterval(again));
  };

  return {
    async ask(method, attributes = () => []) {
      const first = await exchange(method, attributes);
      if (challenge || !login || first.status !== 401) return first.status;
      challenge = first.challenge;
      return (await exchange(method, attributes)).status;
    },
    close: () => wire.close(),
  };
};

const UDP = 17;

/** Asks for a relayed address, and gives it back at once. */
export const allocate = async (address: ServerAddress, login: Login): Promise<Status> => {
  const client = await openStunClient(address, login);
  try {
    const status = await client.ask('allocate', () => [['transport', Buffer.from([UDP, 0, 0, 0])]]);
    if (status === 200) await client.ask('refresh', () => [['lifetime', Buffer.alloc(4)]]);
    return status;
  } finally {
    client.close();
  }
};

/** Asks for the address that this machine is seen with. */
export const bind = async (address: ServerAddress): Promise<Status> => {
  const client = await openStunClient(address);
  try {
    return await client.ask('bind');
  } finally {
    client.close();
  }
};
