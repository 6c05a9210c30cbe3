import { BufferedConnection, Peer } from 'peerjs';
import { parseJson } from '../relay/parse.ts';
import type { Frame, Purpose, Signal } from './wire.ts';
import { frame } from './wire.ts';

// The only file that knows PeerJS. It makes connections (RTCPeerConnection, data channel, first offer and answer);
// from there on they are ours (`take-over.ts`), because PeerJS never negotiates again and closes what ICE calls failed.
// Underscored names are PeerJS 1.5.5's own; the version is pinned.

/** PeerJS's ids only tell its two sides apart: the endpoints behind them may change in mid-call. */
export type Role = 'caller' | 'callee';

/** One RTCPeerConnection with its data channel. */
export interface Connection {
  readonly id: string;
  readonly origin: 'ours' | 'theirs';
  readonly purpose: Purpose;
  readonly pc: RTCPeerConnection;
  /** Ends when either side closes it. */
  readonly lifetime: AbortSignal;
  /** Its channel; one that the other side has opened once a frame has come on it. */
  isOpen(): boolean;
  onOpen(run: () => void): void;
  onFrame(run: (frame: Frame) => void): void;
  /** Dropped where the channel is not open. */
  send(frame: Frame): void;
  /** For the first offer and answer. */
  transformSdp(transform: (sdp: string) => string): void;
  close(): void;
}

export interface SessionOptions {
  readonly role: Role;
  /** Asked for each connection. */
  readonly configuration: () => RTCConfiguration;
  readonly send: (signal: Signal) => void;
  /** A connection exists, and neither its offer nor its answer has been made. */
  readonly prepare: (connection: Connection) => void;
}

export interface Session {
  connect(purpose: Purpose): void;
  receive(signal: Extract<Signal, { type: 'offer' | 'answer' }>): void;
  close(): void;
}

const SERIALIZATION = 'tincan';

interface ServerMessage {
  readonly type: string;
  readonly payload: {
    readonly connectionId: string;
    readonly sdp: RTCSessionDescriptionInit;
    readonly metadata: Purpose;
  };
}

export const openSession = ({ role, configuration, send, prepare }: SessionOptions): Session => {
  const other: Role = role === 'caller' ? 'callee' : 'caller';
  /** Those that are not closed. */
  const ended = new Map<BufferedConnection, AbortController>();

  const present = (connection: BufferedConnection, origin: Connection['origin']): void => {
    const end = new AbortController();
    ended.set(connection, end);
    let isOpen = false;
    const onOpened: (() => void)[] = [];
    // Chromium (156) calls a channel of the other side open, and drops what is sent on it in the moments after, about once
    // in 100 times (5 of 450, between two connections of a page; none of 180 after something had come on it).
    connection.on(origin === 'ours' ? 'open' : 'data', () => {
      if (isOpen) return;
      isOpen = true;
      for (const run of onOpened) run();
    });
    prepare({
      id: connection.connectionId,
      origin,
      purpose: connection.metadata,
      pc: connection.peerConnection,
      lifetime: end.signal,
      isOpen: () => isOpen && connection.open,
      onOpen: (run) => onOpened.push(run),
      onFrame: (run) => connection.on('data', (value) => run(value as Frame)),
      send: (value) => {
        if (isOpen && connection.open) connection.send(value);
      },
      transformSdp: (transform) => {
        connection.options.sdpTransform = transform;
      },
      close: () => connection.close(),
    });
  };

  class FrameConnection extends BufferedConnection {
    readonly serialization = SERIALIZATION;

    /**
     * For a connection of ours PeerJS calls this between making the RTCPeerConnection and making the offer, so what is
     * added here is in the first offer: the call needs neither placeholder tracks nor a second negotiation.
     */
    override _initializeDataChannel(channel: RTCDataChannel): void {
      // One is made with the connection; whatever else the other side opens is not listened to.
      if (this.dataChannel) return;
      super._initializeDataChannel(channel);
      if (!this.options._payload) present(this, 'ours');
    }

    protected override _handleDataMessage({ data }: MessageEvent<unknown>): void {
      const parsed = data instanceof ArrayBuffer && parseJson(frame, new TextDecoder().decode(data));
      if (parsed) this.emit('data', parsed);
    }

    protected override _send(value: Frame): void {
      this._bufferedSend(new TextEncoder().encode(JSON.stringify(value)).buffer);
    }

    override close(): void {
      super.close();
      ended.get(this)?.abort();
      ended.delete(this);
    }
  }

  /** In place of PeerJS's WebSocket. Candidates are ours from the beginning, so only offers and answers pass here. */
  const socket = {
    on: () => socket,
    removeAllListeners: () => socket,
    start: () => {},
    close: () => {},
    send: ({ type, payload: { connectionId, sdp, metadata } }: ServerMessage) => {
      if (type === 'OFFER') send({ type: 'offer', connection: connectionId, purpose: metadata, sdp: sdp.sdp ?? '' });
      if (type === 'ANSWER') send({ type: 'answer', connection: connectionId, sdp: sdp.sdp ?? '' });
    },
  };

  class LinkPeer extends Peer {
    _createServerConnection() {
      return socket;
    }

    // Always given: PeerJS's defaults name public servers.
    override get options() {
      return { ...super.options, config: configuration() };
    }
  }

  const peer = new LinkPeer(role, {
    debug: 0,
    serializers: { [SERIALIZATION]: FrameConnection },
  });
  peer.on('connection', (connection) => present(connection as FrameConnection, 'theirs'));

  return {
    connect: (purpose) => {
      peer.connect(other, { serialization: SERIALIZATION, reliable: true, metadata: purpose });
    },
    receive: (signal) => {
      // PeerJS would keep an answer for an offer to come.
      const isKnown = [...ended.keys()].some(({ connectionId }) => connectionId === signal.connection);
      if (signal.type === 'answer' && !isKnown) return;
      const payload = {
        type: 'data',
        connectionId: signal.connection,
        sdp: { type: signal.type, sdp: signal.sdp },
        ...(signal.type === 'offer' && {
          metadata: signal.purpose,
          label: signal.connection,
          reliable: true,
          serialization: SERIALIZATION,
        }),
      };
      const { _handleMessage } = peer as unknown as { _handleMessage: (message: unknown) => void };
      _handleMessage.call(peer, { type: signal.type.toUpperCase(), src: other, payload });
    },
    close: () => {
      // Left to itself PeerJS passes over every other one: it goes through a list from which each takes itself.
      for (const connection of [...ended.keys()]) connection.close();
      peer.destroy();
    },
  };
};
