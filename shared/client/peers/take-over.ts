import { type Candidate, type Description, MOST_CANDIDATES } from './wire.ts';

/** What is left to say about a connection that PeerJS has made. */
export interface Negotiation {
  candidate(candidate: Candidate): void;
  /** Part `round` of the restarts: an offer of the caller or the callee's answer to it. */
  describe(description: Description, round: number): void;
  /** The callee wishes for a restart and has seen those up to `seen`. */
  wished(seen: number): void;
  /** New ICE credentials and candidates; the old pair carries media until the new one does. */
  restart(): void;
}

export interface NegotiationOptions {
  readonly role: 'caller' | 'callee';
  /** For what is gathered from now on: servers' credentials end, and more may be allowed after the answer. */
  readonly configuration: () => RTCConfiguration;
  readonly sendCandidate: (candidate: Candidate) => void;
  readonly sendDescription: (description: Description, round: number) => void;
  readonly sendWish: (seen: number) => void;
}

/**
 * ICE restarts on a connection of which PeerJS has made the first offer and answer. Nothing else ever needs
 * negotiating, since tracks come and go by `replaceTrack`. The roles are fixed (call-flow.md R28): the caller offers,
 * the callee wishes for an offer, so two offers never meet. (Where they did, Chromium 156 left video elements without a
 * picture after the callee's rollback.)
 */
export const takeOver = (pc: RTCPeerConnection, options: NegotiationOptions): Negotiation => {
  const { role, configuration, sendCandidate, sendDescription, sendWish } = options;
  let early: Candidate[] = [];
  /** The newest restart that was offered. */
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
    else early = [...early, candidate].slice(-MOST_CANDIDATES);
  };

  // Follows every remote description, also those that PeerJS sets.
  pc.addEventListener('signalingstatechange', () => {
    const waiting = early;
    early = [];
    for (const candidate of waiting) add(candidate);
  });

  // One at a time: a step that began in the middle of another would answer where it meant to offer.
  let steps = Promise.resolve();
  const inTurn = (step: () => Promise<void>): void => {
    // Fails on a closed connection, or over a description that does not fit any more.
    steps = steps.then(step).catch(() => {});
  };

  const sendLocal = (type: Description['type']): void => {
    const { type: made, sdp } = pc.localDescription ?? {};
    if (made === type && sdp !== undefined) sendDescription({ type, sdp }, round);
  };

  const offer = async (): Promise<void> => {
    if (pc.remoteDescription === null) return;
    round += 1;
    pc.setConfiguration(configuration());
    pc.restartIce();
    await pc.setLocalDescription();
    sendLocal('offer');
  };

  return {
    candidate: add,
    describe: (description, theirs) =>
      inTurn(async () => {
        if (description.type === 'offer' && role === 'callee' && theirs >= round) {
          round = theirs;
          pc.setConfiguration(configuration());
          await pc.setRemoteDescription(description);
          await pc.setLocalDescription();
          sendLocal('answer');
        } else if (description.type === 'answer' && theirs === round && pc.signalingState === 'have-local-offer') {
          await pc.setRemoteDescription(description);
        }
      }),
    wished: (seen) =>
      inTurn(async () => {
        if (role !== 'caller') return;
        if (seen === round) await offer();
        // The newest offer, or its answer, was lost on the way.
        else if (pc.signalingState === 'have-local-offer') sendLocal('offer');
      }),
    restart: () =>
      inTurn(async () => {
        if (role === 'caller') await offer();
        else sendWish(round);
      }),
  };
};
