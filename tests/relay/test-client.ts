import { randomBytes, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ulid } from 'ulid';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { DeviceRegistration, Session } from '#shared/protocol/account-api.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { Box, OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import { type RelayFrame, relayFrame } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

// A client of the wire alone: HTTP and one socket, no state, nothing sealed. Every frame it gets must fit the schema.

// By its file: tests also run with the conditions of a browser, for which the package has only an empty half.
const require = createRequire(import.meta.url);
const { WebSocket } = require(join(dirname(require.resolve('ws/package.json')), 'index.js')) as typeof import('ws');

export const PASSWORD = 'correct horse battery';
const PATIENCE_MS = 5_000;

const key = (bytes: number): string => randomBytes(bytes).toString('base64');

export const registration = (name = 'a test'): DeviceRegistration => ({
  name,
  signing_key: key(32),
  prekey: { id: 1, key: key(32), signature: key(64) },
});

/** Bytes that stand for ciphertext; nobody opens them here. */
export const sealed = (text = 'hello'): Box => ({
  prekey: 1,
  enc: key(32),
  ciphertext: Buffer.from(text).toString('base64'),
  signature: key(64),
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface RequestOptions {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const request = async (
  url: string,
  path: string,
  { method = 'GET', token, body, headers = {} }: RequestOptions = {},
): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
};

const expectStatus = ({ status, body }: Answer, wanted: number): unknown => {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${JSON.stringify(body)}`);
  return body;
};

export const register = async (
  url: string,
  login: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Session> =>
  expectStatus(
    await request(url, '/api/accounts', {
      method: 'POST',
      body: { login, password: PASSWORD, device: registration(), ...more },
    }),
    201,
  ) as Session;

export const signIn = async (url: string, login: string, password = PASSWORD): Promise<Session> =>
  expectStatus(
    await request(url, '/api/sessions', {
      method: 'POST',
      body: { login, password, device: registration() },
    }),
    201,
  ) as Session;

export const ticketFor = async (url: string, token: string, origin?: string): Promise<string> => {
  const answer = await request(url, '/api/ws-ticket', {
    method: 'POST',
    token,
    ...(origin ? { headers: { origin } } : {}),
  });
  return (expectStatus(answer, 200) as { ticket: string }).ticket;
};

export type FrameOf<Type extends RelayFrame['type']> = Extract<RelayFrame, { type: Type }>;

export interface TestSocket {
  /** All frames so far that nobody has waited for, {@link low} aside. */
  readonly frames: RelayFrame[];
  /** Nearly every device is told this whenever it comes: it has no one-time prekeys. */
  readonly low: FrameOf<'prekeys-low'>[];
  send(frame: ClientFrame): void;
  sendText(text: string | Buffer): void;
  /** The first frame not yet taken of this type that fits; takes it. Earlier frames stay. */
  next<Type extends RelayFrame['type']>(type: Type, fits?: (frame: FrameOf<Type>) => boolean): Promise<FrameOf<Type>>;
  /** Sends a request with an id of its own and takes the frame that answers it. */
  ask(frame: { readonly type: ClientFrame['type'] } & Readonly<Record<string, unknown>>): Promise<RelayFrame>;
  /** The close code. */
  readonly closed: Promise<number>;
  close(): void;
  /** Without a word, as when the network goes. */
  terminate(): void;
  pause(): void;
  resume(): void;
}

type Waiter = { readonly fits: (frame: RelayFrame) => boolean; readonly take: (frame: RelayFrame) => void };

export interface ConnectOptions {
  readonly protocols?: readonly string[];
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a socket with this ticket; rejects with `Unexpected server response: STATUS` where the upgrade is refused. */
export const connect = (
  url: string,
  ticket: string,
  { protocols, origin, headers = {} }: ConnectOptions = {},
): Promise<TestSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws')}/ws`,
      [...(protocols ?? ['tincan.v1', `ticket.${ticket}`])],
      {
        rejectUnauthorized: false,
        headers,
        ...(origin ? { origin } : {}),
      },
    );
    const frames: RelayFrame[] = [];
    const low: FrameOf<'prekeys-low'>[] = [];
    const waiters: Waiter[] = [];
    let requests = 0;

    const next: TestSocket['next'] = (type, fits = () => true) => {
      const wanted = (frame: RelayFrame): boolean => frame.type === type && fits(frame as never);
      const at = frames.findIndex(wanted);
      if (at >= 0) return Promise.resolve(frames.splice(at, 1)[0] as never);
      return new Promise((found, missed) => {
        const waiter: Waiter = {
          fits: wanted,
          take: (frame) => {
            clearTimeout(patience);
            found(frame as never);
          },
        };
        const patience = setTimeout(() => {
          waiters.splice(waiters.indexOf(waiter), 1);
          missed(new Error(`no ${type} came; there were: ${frames.map((frame) => JSON.stringify(frame)).join('\n')}`));
        }, PATIENCE_MS);
        waiters.push(waiter);
      });
    };

    socket.on('message', (data) => {
      const frame = relayFrame.parse(JSON.parse(String(data)));
      if (frame.type === 'prekeys-low') return void low.push(frame);
      const at = waiters.findIndex(({ fits }) => fits(frame));
      if (at >= 0) waiters.splice(at, 1)[0]?.take(frame);
      else frames.push(frame);
    });
    const closed = new Promise<number>((done) => socket.on('close', done));
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({
        frames,
        low,
        closed,
        next,
        send: (frame) => socket.send(JSON.stringify(frame)),
        sendText: (text) => socket.send(text),
        ask(frame) {
          const id = `r${++requests}`;
          socket.send(JSON.stringify({ ...frame, id }));
          return new Promise((found, missed) => {
            const waiter: Waiter = {
              fits: (answer) => 'id' in answer && answer.id === id,
              take: (answer) => {
                clearTimeout(patience);
                found(answer);
              },
            };
            const patience = setTimeout(() => missed(new Error(`${frame.type} was not answered`)), PATIENCE_MS);
            waiters.push(waiter);
          });
        },
        close: () => socket.close(),
        terminate: () => socket.terminate(),
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      }),
    );
  });

/** One device of a person with one greeted socket. */
export interface TestDevice extends TestSocket {
  readonly url: string;
  readonly session: Session;
  readonly uid: AccountId;
  readonly device: string;
  readonly endpoint: string;
  readonly welcome: FrameOf<'welcome'>;
  readonly roster: FrameOf<'roster'>;
  /** Another socket of the same device. */
  again(options?: HelloOptions): Promise<TestDevice>;
}

export interface HelloOptions {
  readonly after?: number;
  readonly active?: boolean;
}

/** Asks for a ticket, opens the socket and greets. */
export const online = async (
  url: string,
  session: Session,
  { after = 0, active = true }: HelloOptions = {},
): Promise<TestDevice> => {
  const socket = await connect(url, await ticketFor(url, session.token));
  const welcome = await socket.next('welcome');
  socket.send({ type: 'hello', id: 'hello', after, active });
  await socket.next('ok', ({ id }) => id === 'hello');
  const roster = await socket.next('roster');
  return {
    ...socket,
    url,
    session,
    uid: session.account.uid,
    device: session.device,
    endpoint: welcome.endpoint,
    welcome,
    roster,
    again: (options) => online(url, session, options),
  };
};

let people = 0;
/** A login that nobody has yet and that looks like no other. */
export const newLogin = (name: string): string => {
  const letters = [...String(people++)].map((digit) => 'abcefghjkp'[Number(digit)]).join('');
  return `${name}-${letters}${randomUUID()
    .replace(/[^abcef]/g, '')
    .slice(0, 6)}`;
};

/** Registers a new person and connects. */
export const newPerson = async (url: string, name: string, options?: HelloOptions): Promise<TestDevice> =>
  online(url, await register(url, newLogin(name)), options);

/** Another device of the same person. */
export const newDevice = async (of: TestDevice, options?: HelloOptions): Promise<TestDevice> =>
  online(of.url, await signIn(of.url, of.session.account.login), options);

/** Makes two people contacts, and takes the frames that tell them so. */
export const befriend = async (one: TestDevice, other: TestDevice): Promise<void> => {
  await one.ask({ type: 'contact', account: other.uid, act: 'request' });
  await other.ask({ type: 'contact', account: one.uid, act: 'accept' });
  await Promise.all([
    one.next('contact', ({ contact }) => contact.relation === 'contact'),
    other.next('contact', ({ contact }) => contact.relation === 'contact'),
  ]);
};

export const devicesOf = async (
  asker: TestDevice,
  ...accounts: readonly AccountId[]
): Promise<readonly DeviceKeys[]> => {
  const answer = await asker.ask({ type: 'devices', accounts });
  if (answer.type !== 'devices') throw new Error(JSON.stringify(answer));
  return answer.devices;
};

/** An envelope for the recipient's and the sender's present devices. */
export const envelopeFor = async (from: TestDevice, to: AccountId, text = 'hello'): Promise<OutgoingEnvelope> => {
  const devices = await devicesOf(from, ...new Set([to, from.uid]));
  return {
    id: ulid(),
    conversation: directConversation(from.uid, to),
    to,
    suite: 1,
    body: Buffer.from(text).toString('base64'),
    sealed: devices
      .filter(({ device }) => device !== from.device)
      .map(({ account, device }) => ({ account, device, box: sealed() })),
  };
};

/** Sends a message and resolves to the answer. */
export const say = async (from: TestDevice, to: AccountId, text?: string): Promise<RelayFrame> =>
  from.ask({ type: 'send', envelope: await envelopeFor(from, to, text) });
