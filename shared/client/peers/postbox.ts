import type { SignalType } from '#shared/protocol/client-frames.ts';
import { type Candidate, type Frame, MOST_CANDIDATES, parseSignal, type Signal } from './wire.ts';

/** The way of signals: over the channel while the path is well, and over the relay, too, while it is not. */
export interface Postbox {
  send(signal: Signal): void;
  /** `undefined` for a signal that has come before by the other way, or makes no sense. */
  open(type: SignalType, payload: unknown): Signal | undefined;
  /** Keeps a candidate that has overtaken its offer (call-flow.md R4). */
  keep(connection: string, candidate: Candidate): void;
  /** Hands out what has been kept for a connection. */
  early(connection: string): readonly Candidate[];
}

export interface PostboxOptions {
  readonly isWell: () => boolean;
  /** Dropped where no channel is open. */
  readonly sendFrame: (frame: Frame) => void;
  readonly sendSignal: (type: SignalType, payload: unknown) => void;
  /** The other side has another link than before: its page was loaded anew. Said before what that has sent. */
  readonly onRenewed: () => void;
}

/** Connections whose offers are on their way: of the call, of a fresh one, of shares. */
const MOST_EARLY = 16;
/** Of signals, and of links, that are known when they come again: the second way is seconds behind the first at most. */
const MOST_SEEN = 4_096;

/** Without the oldest where there is no more room. */
const trim = (kept: Set<string> | Map<string, unknown>, most: number): void => {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
};

export const createPostbox = ({ isWell, sendFrame, sendSignal, onRenewed }: PostboxOptions): Postbox => {
  const seen = new Set<string>();
  const kept = new Map<string, Candidate[]>();
  const link = crypto.randomUUID();
  const formerLinks = new Set<string>();
  let farLink: string | undefined;

  return {
    send: ({ type, ...body }) => {
      const payload = { id: crypto.randomUUID(), link, ...body };
      sendFrame({ type: 'signal', signal: type, payload });
      if (!isWell()) sendSignal(type, payload);
    },
    open: (type, payload) => {
      const named = parseSignal(type, payload);
      if (!named || seen.has(named.id) || formerLinks.has(named.link)) return undefined;
      seen.add(named.id);
      trim(seen, MOST_SEEN);
      if (farLink !== undefined && farLink !== named.link) {
        formerLinks.add(farLink);
        trim(formerLinks, MOST_SEEN);
        onRenewed();
      }
      farLink = named.link;
      return named.signal;
    },
    keep: (connection, candidate) => {
      kept.set(connection, [...(kept.get(connection) ?? []), candidate].slice(-MOST_CANDIDATES));
      trim(kept, MOST_EARLY);
    },
    early: (connection) => {
      const candidates = kept.get(connection) ?? [];
      kept.delete(connection);
      return candidates;
    },
  };
};
