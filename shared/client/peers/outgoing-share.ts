import type { ShareKind } from '#shared/core/call/call.ts';
import type { Cap } from '#shared/core/quality/adaptation.ts';
import { capPicture } from './cap-sender.ts';
import { withStereoMusic } from './sdp.ts';
import type { Connection } from './session.ts';
import type { Purpose } from './wire.ts';

/** The one screen or tab that this side shows, on a connection of its own so that the camera stays as it is. */
export interface OutgoingShare {
  start(stream: MediaStream, kind: ShareKind): void;
  stop(): void;
  /** The path of the call is well: a share that is not connected is offered again. */
  resume(): void;
  /** Sends no more than this from now on. */
  limit(cap: Cap): void;
  isOn(): boolean;
  /** The share's connection, while there is one. */
  connection(): RTCPeerConnection | undefined;
  /** The connection that `connect` makes, before its offer. */
  prepare(connection: Connection): void;
}

export interface OutgoingShareOptions {
  readonly connect: (purpose: Purpose) => void;
  readonly isPathWell: () => boolean;
  readonly onStopped: (share: string) => void;
}

export const createOutgoingShare = ({ connect, isPathWell, onStopped }: OutgoingShareOptions): OutgoingShare => {
  interface Current {
    readonly share: string;
    readonly stream: MediaStream;
    readonly kind: ShareKind;
    readonly end: AbortController;
    connection?: Connection;
  }
  let current: Current | undefined;
  let cap: Cap | undefined;

  const obeyCap = (): void => {
    for (const sender of current?.connection?.pc.getSenders() ?? [])
      if (cap && sender.track?.kind === 'video') capPicture(sender, cap, sender.track);
  };

  const offer = (sharing: Current): void => {
    const { share, stream, kind, connection: old } = sharing;
    delete sharing.connection;
    old?.close();
    connect({ use: 'share', share, kind, sound: stream.getAudioTracks().length > 0 });
  };

  const stop = (): void => {
    if (!current) return;
    const { share, connection, end } = current;
    current = undefined;
    end.abort();
    connection?.close();
    onStopped(share);
  };

  return {
    start: (stream, kind) => {
      stop();
      const started: Current = { share: crypto.randomUUID(), stream, kind, end: new AbortController() };
      current = started;
      // The browser's own "stop sharing", or the shared tab or window was closed.
      stream.getVideoTracks()[0]?.addEventListener('ended', stop, { signal: started.end.signal });
      if (isPathWell()) offer(started);
    },
    stop,
    limit: (now) => {
      cap = now;
      obeyCap();
    },
    isOn: () => current !== undefined,
    connection: () => current?.connection?.pc,
    resume: () => {
      if (current && current.connection?.pc.connectionState !== 'connected') offer(current);
    },
    prepare: (connection) => {
      const sharing = current;
      if (!sharing) return connection.close();
      sharing.connection = connection;
      for (const track of sharing.stream.getTracks()) {
        connection.pc.addTransceiver(track, { direction: 'sendonly', streams: [sharing.stream] });
      }
      connection.transformSdp(withStereoMusic);
      const again = (): void => {
        if (current === sharing && sharing.connection === connection && isPathWell()) offer(sharing);
      };
      connection.pc.addEventListener('connectionstatechange', () => {
        if (connection.pc.connectionState === 'failed') again();
        if (connection.pc.connectionState === 'connected') obeyCap();
      });
      connection.lifetime.addEventListener('abort', again);
    },
  };
};
