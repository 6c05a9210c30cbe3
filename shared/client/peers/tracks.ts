type Kind = 'audio' | 'video';
const KINDS: readonly Kind[] = ['audio', 'video'];

/** So long a camera that has just been turned on sends half its width and height: the first picture is there sooner. */
const SMALL_MS = 1_000;

const scale = (sender: RTCRtpSender, by: number): void => {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) encoding.scaleResolutionDownBy = by;
  // Fails only on a closed connection, or where nothing is negotiated yet: then its pictures are as large as they are.
  void sender.setParameters(parameters).catch(() => {});
};

const startSmall = (sender: RTCRtpSender): void => {
  scale(sender, 2);
  setTimeout(() => scale(sender, 1), SMALL_MS);
};

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
      if (tracks.get(kind) === track) return;
      if (track) tracks.set(kind, track);
      else tracks.delete(kind);
      const sender = senders.get(kind);
      if (!sender) return;
      if (track && kind === 'video') startSmall(sender);
      replace(sender, track);
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
