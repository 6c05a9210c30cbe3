import type { ShareKind, StreamId } from '#shared/core/call/call.ts';
import type { CaptureDevice, Tone } from '#shared/core/call/effects.ts';
import type { PeerEvent, PeerMessage } from '#shared/core/call/peer.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { CallParty } from '#shared/protocol/call.ts';
import type { CallId, DeviceId, EndpointId } from '#shared/protocol/ids.ts';
import { loadOnce } from '../load-once.ts';
import type { CallChoices, Calling, CallReport, PeerLink, Ports } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { createCaptures } from './captures.ts';
import { rememberedLowData } from './low-data.ts';
import { createOwnShares } from './own-shares.ts';
import { rememberedShareChoices } from './share-choices.ts';
import type { SignalDesk, SignalLine } from './signal-desk.ts';
import { createStreams } from './streams.ts';

export interface CallHands {
  /** Loads what runs calls, so that it is there when it is needed. */
  prepare(): void;
  tone(tone: Tone): void;
  lossTone(): void;
  capture(call: CallId, device: CaptureDevice): void;
  endCapture(device: CaptureDevice): void;
  /** Lets both go. */
  endCaptures(): void;
  lookAtCaptures(call: CallId): void;
  /** Makes a path to this device where there is none to that endpoint of it. */
  connect(call: CallId, role: 'caller' | 'callee', peer: CallParty, way?: PathWay): void;
  /** Own sound and picture go there from now on; paths to other devices end. */
  goLive(peer: CallParty): void;
  /** There the other end of the path is now; that of the call may be another device. */
  address(peer: CallParty): void;
  /** The path of the call; signals of every path that wait go out. */
  revive(): void;
  /** Own picture goes there before the answer. */
  preview(peer: CallParty): void;
  /** `to`: over a path from before the answer. */
  tell(message: PeerMessage, to?: DeviceId): void;
  /** In the click that asked for it. */
  share(call: CallId, kind: ShareKind, tabCapture: string | undefined): void;
  endShare(stream: StreamId): void;
  /** What is being asked for is not wanted any more. */
  endShareRequest(): void;
  end(): void;
  stream(id: StreamId): MediaStream | undefined;
  /** For this call and those to come. */
  choose(choices: Partial<CallChoices>): void;
  report(): CallReport;
}

/** How a path is made: by TURN alone until the answer; in the place of one that a page of this device had. */
export interface PathWay {
  readonly hidden?: boolean;
  readonly again?: boolean;
}

export interface CallHandsOptions {
  readonly ports: Pick<Ports, 'calling' | 'chance'>;
  readonly line: Line;
  readonly desk: SignalDesk;
  readonly dispatch: (event: AppEvent) => void;
}

/** A path to one device: `link` once the code that makes it has been loaded; until then what it is told waits. */
interface Path {
  /** At the other end; another one where its person moves the call. */
  device: DeviceId;
  readonly call: CallId;
  endpoint: EndpointId;
  readonly signals: SignalLine;
  readonly waiting: ((link: PeerLink) => void)[];
  readonly again: boolean;
  /** Until the answer, from the other side. */
  hidden: boolean;
  /** Before the answer it carries own picture. */
  previewed: boolean;
  link?: PeerLink;
  closed: boolean;
}

const kindOf = (device: CaptureDevice) => (device === 'microphone' ? 'audio' : 'video');

/** Microphone, camera, shares and the paths of the one call of this context. */
export const createCallHands = ({ ports, line, desk, dispatch }: CallHandsOptions): CallHands => {
  const streams = createStreams(ports.chance);
  let loaded: Calling | undefined;
  /** To devices that ring; to one, once it has answered. */
  const paths = new Map<DeviceId, Path>();
  /** The path of the call. */
  let path: Path | undefined;
  const shares = createOwnShares({
    hold: streams.hold,
    show: (share, { stream, kind }) => {
      path?.link?.share(share, stream, kind);
      return path?.link !== undefined;
    },
    hide: (share) => path?.link?.stopShare(share),
  });
  let sound: Tone = 'silence';
  let course: CallReport['course'];

  let choices: CallChoices = { lowData: rememberedLowData.read(), shares: rememberedShareChoices.read() };

  const load = loadOnce(async (): Promise<Calling> => {
    if (!ports.calling) throw new Error('This context runs no calls');
    loaded = await ports.calling();
    loaded.watchFreeze((frozen) => dispatch({ type: frozen ? 'page-frozen' : 'page-resumed' }));
    return loaded;
  });

  const on = (path: Path | undefined, act: (link: PeerLink) => void): void => {
    if (path?.link) act(path.link);
    else path?.waiting.push(act);
  };

  const captures = createCaptures({
    calling: load,
    ready: () => loaded,
    hold: streams.hold,
    onTrack: (device, track) => {
      for (const to of paths.values())
        if (to === path || (to.previewed && device === 'camera'))
          on(to, (link) => link.setTrack(kindOf(device), track));
    },
    onStarted: (call, device, stream) =>
      dispatch({ type: 'device-started', call, device, ...(stream !== undefined && { stream }) }),
    onSilenced: (call, device) => dispatch({ type: 'capture-silenced', call, device }),
    onFailed: (call, device, reason) => dispatch({ type: 'device-failed', call, device, reason }),
    onFound: (call, device) => dispatch({ type: 'device-found', call, device }),
  });

  const open = async (call: CallId, role: 'caller' | 'callee', peer: CallParty, opened: Path): Promise<void> => {
    const tell = (event: PeerEvent): void => {
      const { device } = opened;
      // One that could not be made before the answer is made anew after it.
      if (event.type === 'path-failed' && path !== opened && paths.get(device) === opened) close(device);
      dispatch({ type: 'peer', call, device, event });
    };
    try {
      const { openPeerLink } = await load();
      const welcome = line.welcome();
      if (opened.closed) return;
      const link = openPeerLink({
        call,
        self: welcome?.endpoint ?? '',
        peer,
        role,
        iceServers: () => line.welcome()?.iceServers ?? welcome?.iceServers ?? [],
        hidden: opened.hidden,
        again: opened.again,
        choices,
        signals: opened.signals,
        onEvent: tell,
        hold: streams.hold,
      });
      opened.link = link;
      for (const act of opened.waiting.splice(0)) act(link);
    } catch {
      tell({ type: 'path-failed' });
    }
  };

  const connect: CallHands['connect'] = (call, role, peer, { hidden = false, again = false } = {}) => {
    if (paths.get(peer.device)?.endpoint === peer.endpoint) return;
    close(peer.device);
    const arrived: { type: Parameters<PeerLink['receive']>[0]; payload: unknown }[] = [];
    const opened: Path = {
      device: peer.device,
      call,
      endpoint: peer.endpoint,
      signals: desk.connect(call, peer, (type, payload) => {
        if (opened.link) opened.link.receive(type, payload);
        else arrived.push({ type, payload });
      }),
      waiting: [
        (link) => {
          for (const { type, payload } of arrived) link.receive(type, payload);
        },
      ],
      hidden,
      previewed: false,
      again,
      closed: false,
    };
    paths.set(peer.device, opened);
    void open(call, role, peer, opened);
  };

  const courseOf = ({ call, link }: Path): CallReport['course'] => link && { ...link.course(), call };

  const close = (device: DeviceId): void => {
    const closing = paths.get(device);
    if (!closing) return;
    paths.delete(device);
    closing.closed = true;
    closing.link?.close();
    closing.signals.close();
    if (path !== closing) return;
    course = courseOf(closing);
    path = undefined;
  };

  const goLive: CallHands['goLive'] = ({ device }) => {
    for (const other of [...paths.keys()]) if (other !== device) close(other);
    path = paths.get(device);
    if (path?.hidden) {
      path.hidden = false;
      path.link?.reveal();
    }
    for (const own of ['microphone', 'camera'] as const) {
      const track = captures.track(own);
      if (track) on(path, (link) => link.setTrack(kindOf(own), track));
    }
  };

  /** No waiting before the browser is asked: it wants to see the click. */
  const picture = (kind: ShareKind, tabCapture: string | undefined): Promise<Outcome<MediaStream>> => {
    if (!loaded) return Promise.resolve(failed('share_unsupported'));
    if (kind === 'screen') return loaded.media.screen();
    return tabCapture === undefined ? Promise.resolve(failed('share_unsupported')) : loaded.media.tab(tabCapture);
  };

  const share: CallHands['share'] = (call, kind, tabCapture) =>
    shares.start(picture(kind, tabCapture), kind, {
      started: (stream, sound) => dispatch({ type: 'share-started', call, stream, sound }),
      failed: (reason) => dispatch({ type: 'share-failed', call, reason }),
      ended: (stream) => dispatch({ type: 'share-ended', call, stream }),
    });

  const play = (): void => {
    if (!loaded) return;
    const { ringer } = loaded;
    if (sound === 'silence') ringer.stop();
    else ringer[sound]();
  };

  return {
    prepare: () =>
      void load().then(
        ({ sound }) => sound.prepare(),
        () => {},
      ),
    tone: (tone) => {
      sound = tone;
      if (loaded || tone === 'silence') return play();
      // Whatever is right to be heard once the sounds are there.
      void load().then(play, () => {});
    },
    lossTone: () => loaded?.ringer.lost(),
    capture: captures.start,
    endCapture: captures.stop,
    endCaptures: captures.end,
    lookAtCaptures: captures.look,
    connect,
    goLive,
    address: (peer) => {
      const moved = paths.get(peer.device) ?? path;
      if (!moved) return;
      paths.delete(moved.device);
      paths.set(peer.device, moved);
      moved.device = peer.device;
      moved.endpoint = peer.endpoint;
      moved.signals.address(peer);
    },
    revive: () => {
      for (const { signals } of paths.values()) signals.resume();
      path?.link?.revive();
    },
    preview: ({ device }) => {
      const to = paths.get(device);
      if (!to) return;
      to.previewed = true;
      on(to, (link) => link.setTrack('video', captures.track('camera')));
    },
    tell: (message, to) => on(to === undefined ? path : paths.get(to), (link) => link.tell(message)),
    share,
    endShare: shares.end,
    endShareRequest: shares.endRequest,
    end: () => {
      shares.endRequest();
      shares.endAll();
      for (const device of [...paths.keys()]) close(device);
      captures.end();
      streams.clear();
    },
    stream: streams.get,
    choose: (chosen) => {
      choices = { ...choices, ...chosen };
      rememberedLowData.write(choices.lowData);
      rememberedShareChoices.write(choices.shares);
      path?.link?.choose(choices);
    },
    report: () => {
      const quality = path?.link?.report();
      const voice = path?.link?.voice();
      const gone = path ? courseOf(path) : course;
      return {
        choices,
        ...(quality && { quality }),
        ...(voice !== undefined && { voice }),
        ...(gone && { course: gone }),
      };
    },
  };
};
