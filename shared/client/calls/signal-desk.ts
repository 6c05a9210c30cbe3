import type { CallParty } from '#shared/protocol/call.ts';
import type { RelayedSignal, SignalType } from '#shared/protocol/frames.ts';
import type { CallId, Instant } from '#shared/protocol/ids.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { Clock, History, PeerSignals, Sealer, StoredSession } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** Signals that come before their call is known here wait this long (call-flow.md R4; SPEC says the same of the relay). */
const EARLY_MS = 60_000;
const EARLY_SIGNALS = 256;
/** What an unreachable relay may keep waiting; a path that fails offers itself again anyway. */
const UNSENT_SIGNALS = 128;

export interface SignalDeskOptions {
  readonly clock: Clock;
  readonly history: History;
  readonly line: Line;
  readonly directory: DeviceDirectory;
  readonly sealer: () => Promise<Sealer>;
  readonly session: () => StoredSession | undefined;
}

/** One call's way over the relay. */
export interface SignalLine extends PeerSignals {
  /** Where the other side is now; whatever waits goes there. */
  address(peer: CallParty): void;
  /** The relay can be reached again. */
  resume(): void;
  close(): void;
}

/** Seals what leaves, opens what arrives, each in its order. Knows nothing of what signals say. */
export interface SignalDesk {
  hear(signal: RelayedSignal): void;
  connect(call: CallId, peer: CallParty, receive: (type: SignalType, payload: unknown) => void): SignalLine;
}

const utf8 = new TextEncoder();

export const createSignalDesk = ({
  clock,
  history,
  line,
  directory,
  sealer,
  session,
}: SignalDeskOptions): SignalDesk => {
  let early: readonly { readonly signal: RelayedSignal; readonly at: Instant }[] = [];
  let open: { readonly call: CallId; readonly hear: (signal: RelayedSignal) => void } | undefined;

  /** The keys of both ends. */
  const ends = async (peer: CallParty) => {
    const self = session();
    const [secrets, keys, { seal, open }] = await Promise.all([
      history.secrets(),
      directory.one(peer.account, peer.device),
      sealer(),
    ]);
    if (!self || !secrets || !keys.ok) return undefined;
    const here = { account: self.account.uid, device: self.device };
    const there = { account: peer.account, device: peer.device };
    return { secrets, keys: keys.value, here, there, seal, open };
  };

  const connect: SignalDesk['connect'] = (call, first, receive) => {
    const subject = call;
    let peer = first;
    let closed = false;
    let unsent: readonly { readonly type: SignalType; readonly payload: unknown }[] = [];
    let sending = false;
    let receiving: Promise<void> = Promise.resolve();

    const sendOne = async (type: SignalType, payload: unknown): Promise<boolean> => {
      const keys = await ends(peer);
      if (!keys) return false;
      const { seal, secrets, here, there } = keys;
      const plaintext = utf8.encode(JSON.stringify(payload));
      const box = await seal(plaintext, keys.keys, secrets, { purpose: 'signal', subject, from: here, to: there });
      if (closed || !line.welcome()) return false;
      line.send({ type, to: peer.endpoint, call, box });
      return true;
    };

    const pump = async (): Promise<void> => {
      if (sending) return;
      sending = true;
      for (let next = unsent[0]; next && !closed && line.welcome(); next = unsent[0]) {
        if (!(await sendOne(next.type, next.payload).catch(() => false))) break;
        unsent = unsent.slice(1);
      }
      sending = false;
    };

    const openOne = async ({ type, box }: RelayedSignal): Promise<void> => {
      const keys = await ends(peer);
      if (!keys || closed) return;
      const context = { purpose: 'signal', subject, from: keys.there, to: keys.here } as const;
      const opened = await keys.open(box, keys.keys, keys.secrets, context);
      // What the other side's device has not sealed for this call is not its signal.
      if (opened.ok && !closed) receive(type, JSON.parse(new TextDecoder().decode(opened.value)));
    };

    const hear = (signal: RelayedSignal): void => {
      receiving = receiving.then(() => openOne(signal)).catch(() => {});
    };
    const desk = { call, hear };
    open = desk;
    for (const { signal } of early) if (signal.call === call) hear(signal);
    early = early.filter(({ signal }) => signal.call !== call);

    return {
      send: (type, payload) => {
        unsent = [...unsent, { type, payload }].slice(-UNSENT_SIGNALS);
        void pump();
      },
      address: (now) => {
        peer = now;
        void pump();
      },
      resume: () => void pump(),
      close: () => {
        closed = true;
        if (open === desk) open = undefined;
      },
    };
  };

  return {
    hear: (signal) => {
      if (open?.call === signal.call) return open.hear(signal);
      const now = clock.now();
      early = [...early, { signal, at: now }].filter(({ at }) => now - at < EARLY_MS).slice(-EARLY_SIGNALS);
    },
    connect,
  };
};
