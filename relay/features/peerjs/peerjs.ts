import { randomUUID, timingSafeEqual } from 'node:crypto';
import { refusalAnswer } from '../../http/answer.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Addresses } from '../../hub/addresses.ts';
import type { Socket } from '../../hub/endpoint.ts';
import { hashed } from '../../hub/hashed.ts';
import type { Hub } from '../../hub/hub.ts';
import type { KeyedBuckets, Rate } from '../../hub/token-bucket.ts';
import type { HttpAnswer, HttpRequest, Visitor, Visitors } from '../../socket/server.ts';
import { MAX_NAME, refused } from './message.ts';
import { createPeers, type Peer } from './peers.ts';

export interface PeerJsOptions {
  readonly hub: Hub;
  readonly addresses: Addresses;
  readonly key: string;
  /** Without `/` at its end. */
  readonly path: string;
  readonly mostClients: number;
  readonly idleMs: number;
  /** Of one socket. */
  readonly messages: Rate;
  /** Of one address. */
  readonly visits: KeyedBuckets;
  readonly clock: () => number;
}

/** What a stock PeerJS page takes for a PeerServer. */
export interface PeerJs extends Visitors {
  /** Whether the address is one of its own. */
  serves(path: string): boolean;
  answer(request: HttpRequest): HttpAnswer;
  /** Ends all sockets, and takes no others. */
  shutDown(): void;
}

const FACTS = {
  name: 'Tincan',
  description: 'A relay for private calls. Here it passes on what PeerJS pages say to each other.',
  website: 'https://peerjs.com/',
};

/** A page of any origin may read it: the key is the guard. */
const anyOrigin = ({ headers, ...answer }: HttpAnswer): HttpAnswer => ({
  ...answer,
  headers: [...headers, ['access-control-allow-origin', '*']],
});

const ok = (type: string, body: string): HttpAnswer => ({
  status: 200,
  headers: [
    ['content-type', `${type}; charset=utf-8`],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ],
  body,
});

/**
 * PeerServer's protocol: an id by HTTP, then messages from peer to peer by a socket. It knows no accounts, and these
 * peers and ours do not meet.
 */
export const createPeerJs = (options: PeerJsOptions): PeerJs => {
  const { hub, addresses, path, visits, clock } = options;
  const peers = createPeers({ most: options.mostClients, idleMs: options.idleMs, rate: options.messages, clock });
  hub.on('tick', peers.tick);
  let stopping = false;

  const digest = hashed(options.key);
  const isKey = (given: string): boolean => timingSafeEqual(hashed(given), digest);

  /** What is below the path, without its query. */
  const answerTo = (rest: string, { method, ip }: HttpRequest): HttpAnswer => {
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal('not_found', 'no such method here');
    if (rest === '' || rest === '/') return ok('application/json', JSON.stringify(FACTS));
    const [, key = '', what] = /^\/([^/]+)\/(id|peers)$/.exec(rest) ?? [];
    if (what === undefined) throw new Refusal('not_found', 'no such address');
    const retryAfter = visits.take(ip, clock());
    if (retryAfter > 0) throw new Refusal('rate_limited', 'too many requests from one address', retryAfter);
    if (!isKey(key)) throw new Refusal('unauthorized', 'Invalid key provided');
    if (what === 'peers') throw new Refusal('unauthorized', 'nobody is told who is here');
    return ok('text/html', randomUUID());
  };

  const enter = (query: string, socket: Socket): Peer | string => {
    const { id, token, key } = Object.fromEntries(new URLSearchParams(query));
    if (!id || !token || !key) return refused.incomplete;
    if (!isKey(key)) return refused.invalidKey;
    if (id.length > MAX_NAME || token.length > MAX_NAME) return refused.tooLong;
    return peers.enter(id, token, socket);
  };

  return {
    path: `${path}/peerjs`,
    serves: (given) => given === path || given.startsWith(`${path}/`),

    answer(request) {
      try {
        return anyOrigin(answerTo(request.path.slice(path.length), request));
      } catch (error) {
        if (error instanceof Refusal) return anyOrigin(refusalAnswer(error));
        throw error;
      }
    },

    shutDown() {
      stopping = true;
      peers.close();
    },

    admit(query, ip) {
      if (stopping) return 'unavailable';
      const address = addresses.find(ip);
      if (!address) return 'too_many_connections';
      if (visits.take(ip, clock()) > 0) return 'rate_limited';
      let peer: Peer | undefined;
      return {
        open(socket) {
          addresses.enter(address);
          const entered = enter(query, socket);
          if (typeof entered !== 'string') {
            peer = entered;
            return;
          }
          socket.send(entered);
          socket.end(1000, '');
        },
        message(text) {
          if (peer) peers.receive(peer, text);
        },
        closed() {
          addresses.leave(address);
          if (peer) peers.leave(peer);
        },
      } satisfies Visitor;
    },
  };
};
