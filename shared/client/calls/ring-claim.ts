import type { CallId } from '#shared/protocol/ids.ts';
import type { Windows } from '../ports.ts';

/** The one ring of this device: a lock that the context which sounds holds until the ring is over. */
export interface RingClaim {
  claim(call: CallId): void;
  release(): void;
}

export const createRingClaim = (windows: Windows, onWon: (call: CallId) => void): RingClaim => {
  let claimed: CallId | undefined;
  let letGo = (): void => {};

  return {
    claim: (call) => {
      if (claimed === call) return;
      letGo();
      claimed = call;
      void windows.exclusive('ring', () => {
        // The ring may have ended while another context had it.
        if (claimed !== call) return Promise.resolve();
        return new Promise<void>((resolve) => {
          letGo = resolve;
          onWon(call);
        });
      });
    },
    release: () => {
      claimed = undefined;
      letGo();
    },
  };
};
