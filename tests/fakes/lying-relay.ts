import type { Ports } from '#shared/client/ports.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';

/** What a relay might say in place of the truth. */
export type Lie = (frame: RelayFrame) => RelayFrame;

/** The way to a relay that lies to this client alone, from when it is told what to say. */
export const createLyingRelay = () => {
  let lie: Lie = (frame) => frame;
  return {
    ports: (ports: Ports): Ports => ({
      ...ports,
      openSocket: (relay, ticket, events) =>
        ports.openSocket(relay, ticket, { ...events, frame: (frame) => events.frame(lie(frame)) }),
    }),
    tell: (next: Lie): void => {
      lie = next;
    },
  };
};
