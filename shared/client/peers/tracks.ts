type Kind = 'audio' | 'video';
const KINDS: readonly Kind[] = ['audio', 'video'];

/** Own microphone and camera on whichever connection carries the call, and what comes back on it. */
export interface Tracks {
  /** The same stream for the whole call: a fresh connection puts its tracks in place of the old ones. */
  readonly remote: MediaStream;
  set(kind: Kind, track: MediaStreamTrack | undefined): void;
  /** Puts both lines into the offer that is about to be made. */
  offerOn(pc: RTCPeerConnection): void;
  /** Takes up both lines of the offer that is about to be answered. */
  answerOn(pc: RTCPeerConnection): void;
}

export const createTracks = (): Tracks => {
  const remote = new MediaStream();
  /** Names the group in which sound and picture are kept together; holds no track itself. */
  const group = new MediaStream();
  const tracks = new Map<Kind, MediaStreamTrack>();
  const senders = new Map<Kind, RTCRtpSender>();

  // Fails only on a closed connection, whose successor gets the same tracks.
  const replace = (sender: RTCRtpSender, track: MediaStreamTrack | undefined): void =>
    void sender.replaceTrack(track ?? null).catch(() => {});

  const use = (kind: Kind, { sender, receiver }: RTCRtpTransceiver): void => {
    senders.set(kind, sender);
    replace(sender, tracks.get(kind));
    for (const old of remote.getTracks()) if (old.kind === kind) remote.removeTrack(old);
    remote.addTrack(receiver.track);
  };

  return {
    remote,
    set: (kind, track) => {
      if (track) tracks.set(kind, track);
      else tracks.delete(kind);
      const sender = senders.get(kind);
      if (sender) replace(sender, track);
    },
    offerOn: (pc) => {
      for (const kind of KINDS) use(kind, pc.addTransceiver(kind, { direction: 'sendrecv', streams: [group] }));
    },
    answerOn: (pc) => {
      const take = (): void => {
        if (pc.signalingState !== 'have-remote-offer') return;
        pc.removeEventListener('signalingstatechange', take);
        for (const kind of KINDS) {
          const line = pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
          if (!line) continue;
          line.direction = 'sendrecv';
          line.sender.setStreams(group);
          use(kind, line);
        }
      };
      pc.addEventListener('signalingstatechange', take);
    },
  };
};
