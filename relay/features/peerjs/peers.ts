import { closeCode } from '#shared/protocol/errors.ts';
import type { Socket } from '../../hub/endpoint.ts';
import { isRead } from '../../hub/outbox.ts';
import { fullBucket, type Rate, type TokenBucket, take } from '../../hub/token-bucket.ts';
import { type ClientMessage, expired, OPEN, passedOn, readMessage, refused } from './message.ts';
import { createWaiting } from './waiting.ts';

const GONE_SILENT = 1001;
const DONE = 1000;
/** WebSocket's "service restart". PeerServer's protocol has no word for when to come back. */
const RESTARTING = 1012;
/** Messages over the rate in a row. */
const MAX_DROPPED = 200;

/** One live socket of a PeerJS page. */
export interface Peer {
  readonly id: string;
  readonly token: string;
  readonly socket: Socket;
  readonly signals: TokenBucket;
  heardAt: number;
  dropped: number;
}

export interface PeersOptions {
  readonly most: number;
  readonly idleMs: number;
  readonly rate: Rate;
  readonly clock: () => number;
}

export interface Peers {
  /** The peer, or the message that says why not. Whoever has the same id and token takes its place. */
  enter(id: string, token: string, socket: Socket): Peer | string;
  receive(peer: Peer, text: string): void;
  leave(peer: Peer): void;
  /** About once a second: what has expired, who has gone silent. */
  tick(now: number): void;
  /** Ends all of them. */
  close(): void;
}

/** PeerServer's realm: who is there, and what they say to each other. Knows nothing of keys, addresses or HTTP. */
export const createPeers = ({ most, idleMs, rate, clock }: PeersOptions): Peers => {
  const peers = new Map<string, Peer>();
  const waiting = createWaiting();

  /** Gone from the map first: a socket that has ended may not be touched. */
  const end = (peer: Peer, code: number, reason: string): void => {
    if (peers.get(peer.id) === peer) peers.delete(peer.id);
    peer.socket.end(code, reason);
  };

  const send = (peer: Peer, text: string): void => {
    if (!isRead(peer.socket, text)) end(peer, closeCode.tooSlow, 'too slow');
  };

  const tell = (id: string, text: string): void => {
    const peer = peers.get(id);
    if (peer) send(peer, text);
  };

  const passOn = (peer: Peer, message: ClientMessage): void => {
    const { type, dst } = message;
    if (type === 'HEARTBEAT') return;
    if (!dst) return type === 'LEAVE' ? end(peer, DONE, 'left') : undefined;
    const text = passedOn(peer.id, dst, message);
    if (text === undefined) return;
    const other = peers.get(dst);
    if (other) return send(other, text);
    if (type === 'LEAVE' || type === 'EXPIRE') return; // whoever is not there need not hear of it
    if (!waiting.put(peer.id, dst, text, clock())) send(peer, expired(dst, peer.id));
  };

  return {
    enter(id, token, socket) {
      const before = peers.get(id);
      if (before && before.token !== token) return refused.idTaken;
      if (!before && peers.size >= most) return refused.full;
      const now = clock();
      const peer: Peer = { id, token, socket, signals: fullBucket(rate, now), heardAt: now, dropped: 0 };
      peers.set(id, peer);
      if (before) before.socket.end(DONE, 'continued elsewhere');
      else send(peer, OPEN);
      for (const text of waiting.take(id)) tell(id, text);
      return peer;
    },

    receive(peer, text) {
      if (peers.get(peer.id) !== peer) return;
      const now = clock();
      peer.heardAt = now;
      peer.dropped = take(peer.signals, rate, now) > 0 ? peer.dropped + 1 : 0;
      if (peer.dropped >= MAX_DROPPED) return end(peer, closeCode.rateLimited, 'too many messages');
      const message = peer.dropped === 0 ? readMessage(text) : undefined;
      if (message) passOn(peer, message);
    },

    leave(peer) {
      if (peers.get(peer.id) === peer) peers.delete(peer.id);
    },

    tick(now) {
      for (const { src, dst } of waiting.expire(now)) tell(src, expired(dst, src));
      for (const peer of [...peers.values()]) {
        if (peer.heardAt > now) peer.heardAt = now; // the clock was set back
        if (now - peer.heardAt > idleMs) end(peer, GONE_SILENT, 'silent');
      }
    },

    close() {
      for (const peer of [...peers.values()]) end(peer, RESTARTING, 'shutting down');
    },
  };
};
