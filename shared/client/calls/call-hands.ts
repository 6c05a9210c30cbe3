import type { ShareKind, StreamId } from '#shared/core/call/call.ts';
import type { CaptureDevice } from '#shared/core/call/effects.ts';
import type { PeerMessage } from '#shared/core/call/peer.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { CallParty } from '#shared/protocol/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { Calling, PeerLink, Ports } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { createCaptures } from './captures.ts';
import type { SignalDesk, SignalLine } from './signal-desk.ts';
import { createStreams } from './streams.ts';

export interface CallHands {
  /** Loads what runs calls, so that it is there when it is needed. */
  prepare(): void;
  tone(tone: 'ring' | 'ringback' | 'silence'): void;
  capture(call: CallId, device: CaptureDevice): void;
  endCapture(device: CaptureDevice): void;
  connect(call: CallId, role: 'caller' | 'callee', peer: CallParty): void;
  address(peer: CallParty): void;
  revive(): void;
  tell(message: PeerMessage): void;
  /** In the click that asked for it. */
  share(call: CallId, kind: ShareKind, tabCapture: string | undefined): void;
  endShare(): void;
  end(): void;
  stream(id: StreamId): MediaStream | undefined;
}

export interface CallHandsOptions {
  readonly ports: Pick<Ports, 'calling' | 'chance'>;
  readonly line: Line;
  readonly desk: SignalDesk;
  readonly dispatch: (event: AppEvent) => void;
}

/** The path of a call: `link` once the code that makes it has been loaded; until then what it is told waits. */
interface Path {
  readonly signals: SignalLine;
  readonly waiting: ((link: PeerLink) => void)[];
  link?: PeerLink;
  closed: boolean;
}

const kindOf = (device: CaptureDevice) => (device === 'microphone' ? 'audio' : 'video');

/** Microphone, camera, shares and the path of the one call of this context. */
export const createCallHands = ({ ports, line, desk, dispatch }: CallHandsOptions): CallHands => {
  const streams = createStreams(ports.chance);
  let loaded: Calling | undefined;
  let path: Path | undefined;
  let sharing: MediaStream | undefined;
  /** The request for a picture that still counts. */
  let asked: Promise<Outcome<MediaStream>> | undefined;
  let sound: 'ring' | 'ringback' | 'silence' = 'silence';

  const load = async (): Promise<Calling> => {
    if (!ports.calling) throw new Error('This context runs no calls');
    loaded ??= await ports.calling();
    return loaded;
  };

  const onPath = (act: (link: PeerLink) => void): void => {
    if (path?.link) act(path.link);
    else path?.waiting.push(act);
  };

  const captures = createCaptures({
    media: async () => (await load()).media,
    hold: streams.hold,
    onTrack: (device, track) => onPath((link) => link.setTrack(kindOf(device), track)),
    onStarted: (call, device, stream) =>
      dispatch({ type: 'device-started', call, device, ...(stream !== undefined && { stream }) }),
    onFailed: (call, device, reason) => dispatch({ type: 'device-failed', call, device, reason }),
  });

  const open = async (call: CallId, role: 'caller' | 'callee', peer: CallParty, opened: Path): Promise<void> => {
    try {
      const { openPeerLink } = await load();
      const welcome = line.welcome();
      if (opened.closed) return;
      const link = openPeerLink({
        call,
        self: welcome?.endpoint ?? '',
        peer,
        role,
        iceServers: welcome?.iceServers ?? [],
        signals: opened.signals,
        onEvent: (event) => dispatch({ type: 'peer', call, event }),
        hold: streams.hold,
      });
      opened.link = link;
      for (const device of ['microphone', 'camera'] as const) {
        const track = captures.track(device);
        if (track) link.setTrack(kindOf(device), track);
      }
      for (const act of opened.waiting.splice(0)) act(link);
    } catch {
      dispatch({ type: 'peer', call, event: { type: 'path-failed' } });
    }
  };

  const connect: CallHands['connect'] = (call, role, peer) => {
    closePath();
    const arrived: { type: Parameters<PeerLink['receive']>[0]; payload: unknown }[] = [];
    const opened: Path = {
      signals: desk.connect(call, peer, (type, payload) => {
        if (opened.link) opened.link.receive(type, payload);
        else arrived.push({ type, payload });
      }),
      waiting: [
        (link) => {
          for (const { type, payload } of arrived) link.receive(type, payload);
        },
      ],
      closed: false,
    };
    path = opened;
    void open(call, role, peer, opened);
  };

  const closePath = (): void => {
    if (!path) return;
    path.closed = true;
    path.link?.close();
    path.signals.close();
    path = undefined;
  };

  const stopTracks = (stream: MediaStream | undefined): void => {
    for (const track of stream?.getTracks() ?? []) track.stop();
  };

  const endShare = (): void => {
    asked = undefined;
    stopTracks(sharing);
    sharing = undefined;
    path?.link?.stopShare();
  };

  /** No waiting before the browser is asked: it wants to see the click. */
  const picture = (kind: ShareKind, tabCapture: string | undefined): Promise<Outcome<MediaStream>> => {
    if (!loaded) return Promise.resolve(failed('share_unsupported'));
    if (kind === 'screen') return loaded.media.screen();
    return tabCapture === undefined ? Promise.resolve(failed('share_unsupported')) : loaded.media.tab(tabCapture);
  };

  const share: CallHands['share'] = (call, kind, tabCapture) => {
    const request = picture(kind, tabCapture);
    asked = request;
    void request.then((outcome) => {
      const stale = asked !== request;
      if (!outcome.ok) {
        if (!stale) dispatch({ type: 'share-failed', call, reason: outcome.reason });
        return;
      }
      const stream = outcome.value;
      if (stale || !path?.link) return stopTracks(stream);
      endShare();
      sharing = stream;
      stream.getVideoTracks()[0]?.addEventListener('ended', () => {
        if (sharing !== stream) return;
        endShare();
        dispatch({ type: 'share-ended', call });
      });
      path.link.share(stream, kind);
      dispatch({
        type: 'share-started',
        call,
        stream: streams.hold(stream),
        sound: stream.getAudioTracks().length > 0,
      });
    });
  };

  const play = (): void => {
    if (!loaded) return;
    const { ringer } = loaded;
    if (sound === 'silence') ringer.stop();
    else if (sound === 'ring') ringer.ring();
    else ringer.ringback();
  };

  return {
    prepare: () => void load().catch(() => {}),
    tone: (tone) => {
      sound = tone;
      if (loaded || tone === 'silence') return play();
      // Whatever is right to be heard once the sounds are there.
      void load().then(play, () => {});
    },
    capture: captures.start,
    endCapture: captures.stop,
    connect,
    address: (peer) => path?.signals.address(peer),
    revive: () => {
      path?.signals.resume();
      path?.link?.revive();
    },
    tell: (message) => onPath((link) => link.tell(message)),
    share,
    endShare,
    end: () => {
      endShare();
      closePath();
      captures.end();
      streams.clear();
    },
    stream: streams.get,
  };
};
