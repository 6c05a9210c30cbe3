import type { PeerMessage } from '../ports.ts';
import type { Frame } from './wire.ts';

/**
 * Messages between the two links, each exactly once and in order although the channel under them may be replaced:
 * numbered, kept until acknowledged, sent again on a fresh channel.
 */
export interface Teller {
  tell(message: PeerMessage): void;
  /** A channel has opened. The other side waits for a frame on it before it sends. */
  opened(): void;
  beat(): void;
  receive(frame: Exclude<Frame, { type: 'signal' }>): void;
  /** The other side knows nothing of what was told. */
  renew(): void;
  /** Everything told has arrived. */
  isDone(): boolean;
}

export const createTeller = (send: (frame: Frame) => void, onMessage: (message: PeerMessage) => void): Teller => {
  let kept: readonly Extract<Frame, { type: 'message' }>[] = [];
  let told = 0;
  let heard = 0;

  const beat = (): void => send({ type: 'beat', heard });

  return {
    tell: (message) => {
      told += 1;
      const next = { type: 'message', number: told, message } as const;
      kept = [...kept, next];
      send(next);
    },
    opened: () => {
      beat();
      for (const message of kept) send(message);
    },
    beat,
    receive: (frame) => {
      if (frame.type === 'beat') {
        kept = kept.filter(({ number }) => number > frame.heard);
        return;
      }
      if (frame.number === heard + 1) {
        heard = frame.number;
        onMessage(frame.message);
      }
      beat();
    },
    renew: () => {
      kept = [];
      told = 0;
      heard = 0;
    },
    isDone: () => kept.length === 0,
  };
};
