import { type Caps, capsAt } from '#shared/core/quality/adaptation.ts';
import { capPicture, capSound } from './cap-sender.ts';
import { putTrack } from './put-track.ts';
import { createVoiceLevel } from './voice-level.ts';

type Kind = 'audio' | 'video';
const KINDS: readonly Kind[] = ['audio', 'video'];

/** So long a camera that has just been turned on sends half its width and height: the first picture is there sooner. */
const SMALL_MS = 1_000;

/** Own microphone and camera on whichever connection carries the call, and what comes back on it. */
export interface Tracks {
  /** The same stream for the whole call: a fresh connection puts its tracks in place of the old ones. */
  readonly remote: MediaStream;
  set(kind: Kind, track: MediaStreamTrack | undefined): void;
  /** Sends no more than this from now on. */
  limit(caps: Caps): void;
  /** How loud the voice is that comes back, 0 to 1; `undefined` where nothing has come since it was asked last. */
  voice(): number | undefined;
  /** Whether something of this kind is meant to be sent. */
  has(kind: Kind): boolean;
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
  let ear: RTCRtpReceiver | undefined;
  let caps = capsAt(0);
  /** So many times smaller than the caps the camera is, in width and height. */
  let times = 1;

  // Fails only on a closed connection, whose successor gets the same tracks.
  const replace = (sender: RTCRtpSender, track: MediaStreamTrack | undefined): void =>
    void sender.replaceTrack(track ?? null).catch(() => {});

  const cap = (kind: Kind): void => {
    const sender = senders.get(kind);
    if (!sender) return;
    if (kind === 'audio') capSound(sender, caps.voice);
    else capPicture(sender, caps.camera, tracks.get('video'), { times });
  };
  const capAll = (): void => KINDS.forEach(cap);

  const startSmall = (): void => {
    times = 2;
    cap('video');
    setTimeout(() => {
      times = 1;
      cap('video');
    }, SMALL_MS);
  };

  const use = (kind: Kind, { sender, receiver }: RTCRtpTransceiver): void => {
    senders.set(kind, sender);
    if (kind === 'audio') ear = receiver;
    cap(kind);
    replace(sender, tracks.get(kind));
    for (const old of remote.getTracks()) if (old.kind === kind) remote.removeTrack(old);
    putTrack(remote, receiver.track);
  };

  /** Not every browser caps what is not negotiated yet. */
  const capOnceConnected = (pc: RTCPeerConnection): void =>
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'connected') capAll();
    });

  return {
    remote,
    set: (kind, track) => {
      if (tracks.get(kind) === track) return;
      if (track) tracks.set(kind, track);
      else tracks.delete(kind);
      const sender = senders.get(kind);
      if (!sender) return;
      if (track && kind === 'video') startSmall();
      replace(sender, track);
    },
    limit: (now) => {
      caps = now;
      capAll();
    },
    voice: createVoiceLevel(() => ear),
    has: (kind) => tracks.has(kind),
    offerOn: (pc) => {
      capOnceConnected(pc);
      for (const kind of KINDS) use(kind, pc.addTransceiver(kind, { direction: 'sendrecv', streams: [group] }));
    },
    answerOn: (pc) => {
      capOnceConnected(pc);
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
