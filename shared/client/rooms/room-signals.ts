import type { SignalType } from '#shared/protocol/client-frames.ts';
import type { EndpointId, Instant } from '#shared/protocol/ids.ts';
import type { RoomCode, RoomNews, RoomVisit } from '#shared/protocol/room.ts';
import type { Clock, PeerSignals } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import type { RoomKeys } from '../seal/room-keys.ts';

/** Signals that come before the record names their sender wait this long. */
const EARLY_MS = 30_000;
const EARLY_SIGNALS = 256;
/** What an unreachable relay may keep waiting for one person; a path that fails offers itself again anyway. */
const UNSENT_SIGNALS = 128;

type Arrived = Extract<RoomNews, { type: 'signal' }>;

/** The way over the relay to one person inside. */
export interface RoomSignalLine extends PeerSignals {
  /** Where they are now; whatever waits goes there. */
  address(endpoint: EndpointId): void;
  /** The relay can be reached again. */
  resume(): void;
  close(): void;
}

export interface RoomSignals {
  hear(signal: Arrived): void;
  connect(
    visit: RoomVisit,
    endpoint: EndpointId,
    receive: (type: SignalType, payload: unknown) => void,
  ): RoomSignalLine;
}

export interface RoomSignalsOptions {
  readonly clock: Clock;
  readonly line: Line;
  readonly code: RoomCode;
  readonly keys: RoomKeys;
  /** Of this page's stay. */
  readonly self: RoomVisit;
}

interface Open {
  readonly endpoint: () => EndpointId;
  readonly hear: (signal: Arrived) => void;
}

/** Seals what leaves, opens what arrives, each in its order (SPEC RM10). Knows nothing of what signals say. */
export const createRoomSignals = ({ clock, line, code, keys, self }: RoomSignalsOptions): RoomSignals => {
  const open = new Set<Open>();
  let early: readonly { readonly signal: Arrived; readonly at: Instant }[] = [];

  const lineFrom = (from: EndpointId): Open | undefined => [...open].find(({ endpoint }) => endpoint() === from);

  const deliverEarly = (): void => {
    const waiting = early;
    early = [];
    for (const one of waiting) {
      const known = lineFrom(one.signal.from);
      if (known) known.hear(one.signal);
      else early = [...early, one];
    }
  };

  const connect: RoomSignals['connect'] = (visit, first, receive) => {
    let endpoint = first;
    let closed = false;
    let sending = false;
    let unsent: readonly { readonly kind: SignalType; readonly payload: unknown }[] = [];
    let receiving: Promise<void> = Promise.resolve();

    const sendOne = async (kind: SignalType, payload: unknown): Promise<boolean> => {
      const sealed = await keys.sealSignal(JSON.stringify(payload), [code, kind, self, visit]);
      if (closed || !line.welcome()) return false;
      line.send({ type: 'room-signal', room: code, to: endpoint, kind, sealed });
      return true;
    };

    const pump = async (): Promise<void> => {
      if (sending) return;
      sending = true;
      for (let next = unsent[0]; next && !closed && line.welcome(); next = unsent[0]) {
        if (!(await sendOne(next.kind, next.payload).catch(() => false))) break;
        unsent = unsent.filter((one) => one !== next);
      }
      sending = false;
    };

    const openOne = async ({ kind, sealed }: Arrived): Promise<void> => {
      const text = await keys.openSignal(sealed, [code, kind, visit, self]);
      // What nobody has sealed for this stay is no signal of theirs.
      if (text.ok && !closed) receive(kind, JSON.parse(text.value));
    };

    const own: Open = {
      endpoint: () => endpoint,
      hear: (signal) => {
        receiving = receiving.then(() => openOne(signal)).catch(() => {});
      },
    };
    open.add(own);
    deliverEarly();

    return {
      send: (kind, payload) => {
        unsent = [...unsent, { kind, payload }].slice(-UNSENT_SIGNALS);
        void pump();
      },
      address: (now) => {
        endpoint = now;
        deliverEarly();
        void pump();
      },
      resume: () => void pump(),
      close: () => {
        closed = true;
        open.delete(own);
      },
    };
  };

  return {
    hear: (signal) => {
      const known = lineFrom(signal.from);
      if (known) return known.hear(signal);
      const now = clock.now();
      early = [...early, { signal, at: now }].filter(({ at }) => now - at < EARLY_MS).slice(-EARLY_SIGNALS);
    },
    connect,
  };
};
