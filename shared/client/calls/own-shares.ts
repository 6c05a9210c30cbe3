import type { ShareKind, StreamId } from '#shared/core/call/call.ts';
import type { Outcome, Reason } from '#shared/core/reason.ts';

/** What becomes of a share that was asked for. */
export interface ShareTold {
  started(share: StreamId, sound: boolean): void;
  failed(reason: Reason): void;
  /** By the browser, or because what was shared is gone. */
  ended(share: StreamId): void;
}

export interface OwnShare {
  readonly stream: MediaStream;
  readonly kind: ShareKind;
}

/** The screens and tabs that are captured here, and the one that is being asked for. */
export interface OwnShares {
  /** `request` has been made within the click. Takes the place of what is being asked for. */
  start(request: Promise<Outcome<MediaStream>>, kind: ShareKind, told: ShareTold): void;
  /** What is being asked for is not wanted any more. */
  endRequest(): void;
  end(share: StreamId): void;
  endAll(): void;
  all(): readonly (readonly [StreamId, OwnShare])[];
}

export interface OwnSharesOptions {
  readonly hold: (stream: MediaStream) => StreamId;
  /** To whoever is there; false where nobody is. */
  readonly show: (share: StreamId, shown: OwnShare) => boolean;
  readonly hide: (share: StreamId) => void;
}

const stopTracks = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

export const createOwnShares = ({ hold, show, hide }: OwnSharesOptions): OwnShares => {
  const shares = new Map<StreamId, OwnShare>();
  /** The request that still counts. */
  let asked: Promise<Outcome<MediaStream>> | undefined;

  const end = (share: StreamId): void => {
    const ended = shares.get(share);
    if (!ended) return;
    stopTracks(ended.stream);
    shares.delete(share);
    hide(share);
  };

  const take = (stream: MediaStream, kind: ShareKind, told: ShareTold): void => {
    const share = hold(stream);
    const shown = { stream, kind };
    if (!show(share, shown)) {
      stopTracks(stream);
      return told.failed('offline');
    }
    shares.set(share, shown);
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (!shares.has(share)) return;
      end(share);
      told.ended(share);
    });
    told.started(share, stream.getAudioTracks().length > 0);
  };

  return {
    start: (request, kind, told) => {
      asked = request;
      void request.then((outcome) => {
        const stale = asked !== request;
        if (outcome.ok && stale) return stopTracks(outcome.value);
        if (outcome.ok) take(outcome.value, kind, told);
        else if (!stale) told.failed(outcome.reason);
      });
    },
    endRequest: () => {
      asked = undefined;
    },
    end,
    endAll: () => {
      for (const share of [...shares.keys()]) end(share);
    },
    all: () => [...shares],
  };
};
