import type { ShareKind } from '#shared/core/call/call.ts';
import type { Caps } from '#shared/core/quality/adaptation.ts';
import { type ShareChoices, shareCap } from '#shared/core/quality/share-choice.ts';
import { capPicture, capSound } from './cap-sender.ts';
import { withStereoMusic } from './sdp.ts';
import type { Connection } from './session.ts';
import type { Purpose, SharePurpose } from './wire.ts';

/** The screens and tabs that this side shows, each on a connection of its own so that the others stay as they are. */
export interface OutgoingShares {
  /** `share`: as both sides know it. */
  start(share: string, stream: MediaStream, kind: ShareKind): void;
  stop(share: string): void;
  stopAll(): void;
  /** The path of the call is well: a share that is not connected is offered again. */
  resume(): void;
  /** All of them together send no more than this from now on. */
  limit(caps: Pick<Caps, 'share' | 'sound'>): void;
  choose(choices: ShareChoices): void;
  isOn(): boolean;
  /** How many have sound. */
  sounds(): number;
  connections(): readonly RTCPeerConnection[];
  /** The connection that `connect` makes, before its offer. */
  prepare(connection: Connection, purpose: SharePurpose): void;
}

export interface OutgoingSharesOptions {
  readonly choices: ShareChoices;
  readonly connect: (purpose: Purpose) => void;
  readonly isPathWell: () => boolean;
  readonly onStopped: (share: string) => void;
  /** There is one more, or one less. */
  readonly onCount: () => void;
}

interface Outgoing {
  readonly share: string;
  readonly stream: MediaStream;
  readonly kind: ShareKind;
  readonly end: AbortController;
  connection?: Connection;
}

const hasSound = (stream: MediaStream): boolean => stream.getAudioTracks().length > 0;

export const createOutgoingShares = (options: OutgoingSharesOptions): OutgoingShares => {
  const { connect, isPathWell, onStopped, onCount } = options;
  const shares = new Map<string, Outgoing>();
  let { choices } = options;
  let caps: Pick<Caps, 'share' | 'sound'> | undefined;
  const sounds = (): number => [...shares.values()].filter(({ stream }) => hasSound(stream)).length;

  const obey = ({ stream, kind, connection }: Outgoing): void => {
    const choice = choices[kind];
    const [picture] = stream.getVideoTracks();
    if (!picture) return;
    picture.contentHint = choice.content === 'text' ? 'detail' : 'motion';
    // Frames that nobody gets need not be captured. Fails where the browser has its own idea of it.
    void picture.applyConstraints({ frameRate: { max: choice.fps } }).catch(() => {});
    if (!caps || !connection) return;
    const preference = choice.content === 'text' ? 'maintain-resolution' : 'maintain-framerate';
    for (const sender of connection.pc.getSenders()) {
      if (sender.track === picture)
        capPicture(sender, shareCap(caps.share, choice, shares.size), picture, { preference });
      else if (sender.track?.kind === 'audio') capSound(sender, Math.floor(caps.sound / sounds()));
    }
  };
  const obeyAll = (): void => {
    for (const outgoing of shares.values()) obey(outgoing);
  };

  const offer = (outgoing: Outgoing): void => {
    const { share, stream, kind, connection: old } = outgoing;
    delete outgoing.connection;
    old?.close();
    connect({ use: 'share', share, kind, sound: hasSound(stream) });
  };

  const stop = (share: string): void => {
    const outgoing = shares.get(share);
    if (!outgoing) return;
    shares.delete(share);
    outgoing.end.abort();
    outgoing.connection?.close();
    onStopped(share);
    onCount();
    obeyAll();
  };

  return {
    start: (share, stream, kind) => {
      const started: Outgoing = { share, stream, kind, end: new AbortController() };
      shares.set(share, started);
      // The browser's own "stop sharing", or the shared tab or window was closed.
      stream.getVideoTracks()[0]?.addEventListener('ended', () => stop(share), { signal: started.end.signal });
      onCount();
      obeyAll();
      if (isPathWell()) offer(started);
    },
    stop,
    stopAll: () => {
      for (const share of [...shares.keys()]) stop(share);
    },
    limit: (now) => {
      caps = now;
      obeyAll();
    },
    choose: (chosen) => {
      choices = chosen;
      obeyAll();
    },
    isOn: () => shares.size > 0,
    sounds,
    connections: () => [...shares.values()].flatMap(({ connection }) => connection?.pc ?? []),
    resume: () => {
      for (const outgoing of shares.values())
        if (outgoing.connection?.pc.connectionState !== 'connected') offer(outgoing);
    },
    prepare: (connection, { share }) => {
      const outgoing = shares.get(share);
      if (!outgoing) return connection.close();
      outgoing.connection = connection;
      const { stream } = outgoing;
      for (const track of stream.getTracks()) {
        connection.pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
      }
      obey(outgoing);
      connection.transformSdp(withStereoMusic);
      const again = (): void => {
        if (shares.get(share) === outgoing && outgoing.connection === connection && isPathWell()) offer(outgoing);
      };
      connection.pc.addEventListener('connectionstatechange', () => {
        if (connection.pc.connectionState === 'failed') again();
        if (connection.pc.connectionState === 'connected') obey(outgoing);
      });
      connection.lifetime.addEventListener('abort', again);
    },
  };
};
