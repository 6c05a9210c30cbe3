import type { EndpointId, Instant, Seq } from '#shared/protocol/ids.ts';
import type { HandledFrame } from './hub.ts';
import type { Device } from './people.ts';
import type { TokenBucket } from './token-bucket.ts';

/** One open WebSocket, as far as the hub needs it. The adapter's own object fits this, so nothing is wrapped around it. */
export interface Socket {
  /** 1 where it went to the system, 0 where it waits, 2 where it was dropped. */
  send(text: string): number;
  cork(run: () => void): unknown;
  end(code: number, reason: string): void;
  getBufferedAmount(): number;
}

/** How many sockets an address holds open; shared by all of them. */
export interface Address {
  readonly ip: string;
  sockets: number;
}

/** How much an endpoint has said of late. */
export interface Pace {
  readonly frames: TokenBucket;
  readonly signals: TokenBucket;
  /** Frames over the rate in a row. */
  dropped: number;
}

/**
 * One live socket of a device. There are many thousands of these: a single flat object, no closures, and what only a
 * busy one needs is made when it is needed.
 */
export interface Endpoint {
  readonly id: EndpointId;
  readonly device: Device;
  readonly address: Address;
  readonly origin: string;
  readonly socket: Socket;
  readonly openedAt: Instant;
  /** When it was heard last, as {@link sinceOpened}. */
  heardAfter: number;
  /** `opened` until `hello`, `greeting` while the answer to it is put together, `ready`, `gone`. */
  phase: 'opened' | 'greeting' | 'ready' | 'gone';
  active: boolean;
  /** Its resume ticket has been used. */
  resumed: boolean;
  /** Frames that came during `greeting`, with their text. */
  early: [HandledFrame, string][] | undefined;
  /** What this turn of the event loop is going to write. */
  outbox: string[] | undefined;
  /** The mailbox place up to which this endpoint was sent everything. */
  position: Seq;
  /** `live` gets new mail as it comes, `reading` waits for a page, `waiting` for the socket to drain. */
  mail: 'off' | 'reading' | 'waiting' | 'live';
  /** Absent while it is in no hurry. */
  pace: Pace | undefined;
}

/** Milliseconds, whole: an instant, or what a subtraction leaves of two, V8 keeps as an object of 16 bytes. */
export const sinceOpened = ({ openedAt }: Endpoint, now: Instant): number => Math.trunc(now - openedAt);
