import type { Candidate, Description } from './wire.ts';

/** What is left to say about a connection that PeerJS has made. */
export interface Negotiation {
  candidate(candidate: Candidate): void;
  describe(description: Description, round: number): Promise<void>;
  /** New ICE credentials and candidates; the old pair carries media until the new one does. */
  restart(): void;
}

export interface NegotiationOptions {
  /** On a collision the polite side takes its own offer back (call-flow.md R28). */
  readonly polite: boolean;
  readonly sendCandidate: (candidate: Candidate) => void;
  readonly sendDescription: (description: Description, round: number) => void;
}

const described = (description: RTCSessionDescription | null): Description | undefined =>
  description?.type === 'offer' || description?.type === 'answer' ? { type: description.type, sdp: description.sdp } : undefined;

/**
 * Perfect negotiation with fixed roles. Nothing but an ICE restart ever needs negotiating, since tracks come and go by
 * `replaceTrack`, so there is no `negotiationneeded` listener. Whatever fails here is left to the recovery's clock.
 */
export const takeOver = (pc: RTCPeerConnection, options: NegotiationOptions): Negotiation => {
  const { polite, sendCandidate, sendDescription } = options;
  let early: Candidate[] = [];
  let making = false;
  let round = 0;

  // PeerJS closes the connection on 'failed', drops its own candidates from 'completed' on, and those of the other
  // side that come before their description.
  pc.oniceconnectionstatechange = null;
  pc.onicecandidate = null;
  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate?.candidate) return;
    const { candidate: text, sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    sendCandidate({ candidate: text, sdpMid, sdpMLineIndex, usernameFragment });
  });

  const belongs = ({ usernameFragment }: Candidate): boolean =>
    pc.remoteDescription !== null &&
    (!usernameFragment || pc.remoteDescription.sdp.includes(`a=ice-ufrag:${usernameFragment}\r\n`));

  const add = (candidate: Candidate): void => {
    if (belongs(candidate)) void pc.addIceCandidate(candidate).catch(() => {});
    else early.push(candidate);
  };

  // Follows every remote description, also those that PeerJS sets.
  pc.addEventListener('signalingstatechange', () => {
    const waiting = early;
    early = [];
    for (const candidate of waiting) add(candidate);
  });

  const offer = async (): Promise<void> => {
    if (making || (pc.signalingState !== 'stable' && pc.signalingState !== 'have-local-offer')) return;
    making = true;
    round += 1;
    try {
      await pc.setLocalDescription();
      const description = described(pc.localDescription);
      if (description?.type === 'offer') sendDescription(description, round);
    } catch {
      // Closed, or overtaken by the other side's offer.
    } finally {
      making = false;
    }
  };

  const answer = async (description: Description, theirs: number): Promise<void> => {
    const collision = making || pc.signalingState !== 'stable';
    if (collision && !polite) {
      // Ours may have been lost on the way: without it both sides would wait for each other.
      const own = described(pc.localDescription);
      if (!making && own?.type === 'offer') sendDescription(own, round);
      return;
    }
    await pc.setRemoteDescription(description);
    await pc.setLocalDescription();
    const own = described(pc.localDescription);
    if (own?.type === 'answer') sendDescription(own, theirs);
  };

  return {
    candidate: add,
    describe: async (description, theirs) => {
      try {
        if (description.type === 'offer') await answer(description, theirs);
        else if (theirs === round && pc.signalingState === 'have-local-offer') await pc.setRemoteDescription(description);
      } catch {
        // Closed, or a description that does not fit any more.
      }
    },
    restart: () => {
      if (pc.remoteDescription === null || pc.signalingState === 'closed') return;
      pc.restartIce();
      void offer();
    },
  };
};
