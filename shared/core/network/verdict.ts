// What the network of this place lets through, as far as calls are concerned (call-flow.md R24).

/** `absent`: the relay names no server for it. */
export type Way = 'works' | 'fails' | 'absent';

/** How a call can get out: by an address that a STUN server sees, and by TURN over either. */
export interface Ways {
  readonly stun: Way;
  readonly turnUdp: Way;
  readonly turnTcp: Way;
}

/**
 * `anywhere`: whatever stands between two people, a call finds its way. `slow`: it does, yet by TCP alone, which waits for
 * what is lost. `some`: with nothing that passes it on, it depends on the other network. `nowhere`: only in this network.
 */
export type Verdict = 'anywhere' | 'slow' | 'some' | 'nowhere';

export const verdictOf = ({ stun, turnUdp, turnTcp }: Ways): Verdict => {
  if (turnUdp === 'works') return 'anywhere';
  if (turnTcp === 'works') return stun === 'works' ? 'anywhere' : 'slow';
  return stun === 'works' ? 'some' : 'nowhere';
};
