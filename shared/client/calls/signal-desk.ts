import type { CallParty } from '#shared/protocol/call.ts';
import type { SignalType } from '#shared/protocol/client-frames.ts';
import type { Box } from '#shared/protocol/envelope.ts';
import type { RelayedSignal } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, Instant } from '#shared/protocol/ids.ts';
import type { Clock, PeerSignals } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { utf8 } from '../seal/bytes.ts';
import { type Ends, type EndsOptions, findEnds } from './ends.ts';

/** Signals that come before their call is known here wait this long (call-flow.md R4; SPEC says the same of the relay). */
const EARLY_MS = 60_000;
const EARLY_SIGNALS = 256;
/** What an unreachable relay may keep waiting; a path that fails offers itself again anyway. */
const UNSENT_SIGNALS = 128;

export interface SignalDeskOptions extends EndsOptions {
  readonly clock: Clock;
  readonly line: Line;
}

/** One call's way over the relay. */
export interface SignalLine extends PeerSignals {
  /** Where the other side is now; whatever waits goes there, unless it was for another device. */
  address(peer: CallParty): void;
  /** The relay can be reached again. */
  resume(): void;
  close(): void;
}

/** Seals what leaves, opens what arrives, each in its order. Knows nothing of what signals say. */
export interface SignalDesk {
  /** Signals with this person are near: what sealing them takes is fetched now. */
  prepare(person: AccountId): void;
  hear(signal: RelayedSignal): void;
  connect(call: CallId, peer: CallParty, receive: (type: SignalType, payload: unknown) => void): SignalLine;
}

export const createSignalDesk = (options: SignalDeskOptions): SignalDesk => {
  const { clock, line, directory, sealer } = options;
  let early: readonly { readonly signal: RelayedSignal; readonly at: Instant }[] = [];
  const lines = new Set<{
    readonly call: CallId;
    readonly peer: () => CallParty;
    readonly hear: (signal: RelayedSignal) => void;
  }>();

  /** Where this signal belongs: it may be the only line of its call, and come from an endpoint not heard of yet. */
  const lineOf = ({ call, from }: RelayedSignal) => {
    const all = [...lines].filter((line) => line.call === call);
    return all.find(({ peer }) => peer().endpoint === from) ?? (all.length === 1 ? all[0] : undefined);
  };

  /** What came before its line was there, or before that knew where the other side is. */
  const deliverEarly = (): void => {
    const waiting = early;
    early = [];
    for (const one of waiting) {
      const line = lineOf(one.signal);
      if (line) line.hear(one.signal);
      else early = [...early, one];
    }
  };

  const connect: SignalDesk['connect'] = (call, first, receive) => {
    let peer = first;
    let closed = false;
    let unsent: readonly { readonly type: SignalType; readonly payload: unknown }[] = [];
    let sending = false;
    let receiving: Promise<void> = Promise.resolve();
    let kept: Ends | undefined;

    const find = async (): Promise<Ends | undefined> => {
      const { device } = peer;
      const found = await findEnds(options, peer, 'signal');
      if (peer.device === device) kept = found;
      return found;
    };

    const ends = async (): Promise<Ends | undefined> => kept ?? find();

    const sendOne = async (type: SignalType, payload: unknown): Promise<boolean> => {
      const box = await (await ends())?.seal(utf8(JSON.stringify(payload)), call);
      if (!box || closed || !line.welcome()) return false;
      line.send({ type, to: peer.endpoint, call, box });
      return true;
    };

    const pump = async (): Promise<void> => {
      if (sending) return;
      sending = true;
      for (let next = unsent[0]; next && !closed && line.welcome(); next = unsent[0]) {
        if (!(await sendOne(next.type, next.payload).catch(() => false))) break;
        unsent = unsent.filter((one) => one !== next);
      }
      sending = false;
    };

    /** Once more with the keys there are now: this device may have renewed its own. */
    const open = async (box: Box): Promise<Uint8Array | undefined> => {
      const opened = await (await ends())?.open(box, call);
      if (opened?.ok) return opened.value;
      const again = await (await find())?.open(box, call);
      return again?.ok ? again.value : undefined;
    };

    const openOne = async ({ type, box }: RelayedSignal): Promise<void> => {
      const plaintext = await open(box);
      // What the other side's device has not sealed for this call is not its signal.
      if (plaintext && !closed) receive(type, JSON.parse(new TextDecoder().decode(plaintext)));
    };

    const hear = (signal: RelayedSignal): void => {
      receiving = receiving.then(() => openOne(signal)).catch(() => {});
    };
    const desk = { call, peer: () => peer, hear };
    lines.add(desk);
    deliverEarly();

    return {
      send: (type, payload) => {
        unsent = [...unsent, { type, payload }].slice(-UNSENT_SIGNALS);
        void pump();
      },
      address: (now) => {
        if (now.device !== peer.device) {
          kept = undefined;
          unsent = [];
        }
        peer = now;
        deliverEarly();
        void pump();
      },
      resume: () => void pump(),
      close: () => {
        closed = true;
        lines.delete(desk);
      },
    };
  };

  return {
    prepare: (person) => void Promise.all([sealer(), directory.of([person], false)]).catch(() => {}),
    hear: (signal) => {
      const line = lineOf(signal);
      if (line) return line.hear(signal);
      const now = clock.now();
      early = [...early, { signal, at: now }].filter(({ at }) => now - at < EARLY_MS).slice(-EARLY_SIGNALS);
    },
    connect,
  };
};
