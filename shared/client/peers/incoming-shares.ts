import type { StreamId } from '#shared/core/call/call.ts';
import { MOST_SHARES } from '#shared/core/call/share.ts';
import type { PeerEvent } from '../ports.ts';
import { putTrack } from './put-track.ts';
import { withStereoMusic } from './sdp.ts';
import type { Connection } from './session.ts';
import type { SharePurpose } from './wire.ts';

/** What the other side shows. A share keeps its stream when its connection is replaced, and ends only when it is stopped. */
export interface IncomingShares {
  /** A connection of the other side, before its answer. */
  prepare(connection: Connection, purpose: SharePurpose): void;
  stopped(share: string): void;
  connections(): readonly RTCPeerConnection[];
  /** Whatever was shown is not any more. */
  allStopped(): void;
}

export const createIncomingShares = (
  hold: (stream: MediaStream) => StreamId,
  tell: (event: PeerEvent) => void,
): IncomingShares => {
  interface Shown {
    readonly stream: MediaStream;
    connection: Connection;
    id?: StreamId;
  }
  const shares = new Map<string, Shown>();

  const stopped: IncomingShares['stopped'] = (share) => {
    const shown = shares.get(share);
    if (!shown) return;
    shares.delete(share);
    shown.connection.close();
    if (shown.id !== undefined) tell({ type: 'remote-share-ended', stream: shown.id });
  };

  return {
    prepare: (connection, { share, kind, sound }) => {
      if (!shares.has(share) && shares.size === MOST_SHARES) return connection.close();
      const shown: Shown = shares.get(share) ?? { stream: new MediaStream(), connection };
      if (shown.connection !== connection) shown.connection.close();
      shown.connection = connection;
      shares.set(share, shown);
      connection.transformSdp(withStereoMusic);
      connection.pc.addEventListener('connectionstatechange', () => {
        if (connection.pc.connectionState !== 'connected' || shares.get(share)?.connection !== connection) return;
        for (const old of shown.stream.getTracks()) shown.stream.removeTrack(old);
        for (const { receiver } of connection.pc.getTransceivers()) putTrack(shown.stream, receiver.track);
        if (shown.id !== undefined) return;
        shown.id = hold(shown.stream);
        tell({ type: 'remote-share', stream: shown.id, share, kind, sound });
      });
    },
    stopped,
    connections: () => [...shares.values()].map(({ connection }) => connection.pc),
    allStopped: () => {
      for (const share of [...shares.keys()]) stopped(share);
    },
  };
};
