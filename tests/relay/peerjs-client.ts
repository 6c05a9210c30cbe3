import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KEY } from './start-peer-server.ts';

// By its file: tests also run with the conditions of a browser, for which the package has only an empty half.
const require = createRequire(import.meta.url);
const { WebSocket } = require(join(dirname(require.resolve('ws/package.json')), 'index.js')) as typeof import('ws');

const PATIENCE_MS = 10_000;
const HEARTBEAT_MS = 500;

/** As it came: what a PeerServer says has no schema of ours. */
export type PeerMessage = Readonly<Record<string, unknown>>;

export interface PeerSocket {
  /** The next message, whatever it is; undefined where the socket closes before one comes. */
  next(): Promise<PeerMessage | undefined>;
  send(message: PeerMessage | string | Buffer): void;
  /** The close code. */
  readonly closed: Promise<number>;
  close(): void;
  pause(): void;
  resume(): void;
}

export interface DialOptions {
  readonly id?: string;
  readonly token?: string;
  readonly key?: string;
  /** The query, in place of all of these. */
  readonly query?: string;
  /** Sends no heartbeats. */
  readonly silent?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A socket as the PeerJS client opens it; rejects with `Unexpected server response: STATUS` where the upgrade is refused. */
export const dial = (
  url: string,
  { id = 'ann', token = `token of ${id}`, key = KEY, query, silent = false, headers = {} }: DialOptions = {},
): Promise<PeerSocket> =>
  new Promise((resolve, reject) => {
    const said = query ?? String(new URLSearchParams({ key, id, token, version: '1.5.5' }));
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/peerjs?${said}`, { headers });
    const messages: PeerMessage[] = [];
    const waiters: ((message: PeerMessage | undefined) => void)[] = [];
    let open = true;

    socket.on('message', (data) => {
      const message: PeerMessage = JSON.parse(String(data));
      const waiter = waiters.shift();
      if (waiter) waiter(message);
      else messages.push(message);
    });
    let heartbeat: NodeJS.Timeout | undefined;
    const closed = new Promise<number>((done) =>
      socket.on('close', (code) => {
        open = false;
        clearInterval(heartbeat);
        for (const waiter of waiters.splice(0)) waiter(undefined);
        done(code);
      }),
    );
    socket.on('error', reject);
    socket.on('open', () => {
      if (!silent) heartbeat = setInterval(() => socket.send('{"type":"HEARTBEAT"}'), HEARTBEAT_MS);
      resolve({
        next: () =>
          new Promise((found, missed) => {
            const message = messages.shift();
            if (message || !open) return found(message);
            const waiter = (came: PeerMessage | undefined): void => {
              clearTimeout(patience);
              found(came);
            };
            const patience = setTimeout(() => {
              waiters.splice(waiters.indexOf(waiter), 1);
              missed(new Error(`nothing came for ${id}`));
            }, PATIENCE_MS);
            waiters.push(waiter);
          }),
        send: (message) =>
          socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
        closed,
        close: () => socket.close(),
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      });
    });
  });

/** A peer who is there. */
export const arrive = async (url: string, id: string, options: DialOptions = {}): Promise<PeerSocket> => {
  const socket = await dial(url, { ...options, id });
  const first = await socket.next();
  if (first?.type !== 'OPEN') throw new Error(`${id} got ${JSON.stringify(first)} in place of OPEN`);
  return socket;
};
