import type { StreamId } from '#shared/core/call/call.ts';
import type { CaptureDevice } from '#shared/core/call/effects.ts';
import type { PeerEvent, PeerMessage } from '#shared/core/call/peer.ts';
import { failed } from '#shared/core/reason.ts';
import type { RoomPerson } from '#shared/core/rooms/room.ts';
import type { RoomEvent } from '#shared/core/rooms/state.ts';
import type { RoomVisit } from '#shared/protocol/room.ts';
import { createCaptures } from '../calls/captures.ts';
import { rememberedLowData } from '../calls/low-data.ts';
import { createOwnShares } from '../calls/own-shares.ts';
import { rememberedShareChoices } from '../calls/share-choices.ts';
import { createStreams, type Streams } from '../calls/streams.ts';
import { loadOnce } from '../load-once.ts';
import type { CallChoices, Calling, PeerLink, Ports } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import type { RoomSignalLine, RoomSignals } from './room-signals.ts';

/**
 * With more others than this, all send as little as they can: each is sent a picture of its own, and every one of them is
 * encoded here.
 */
const FULL_PICTURE_FOR = 2;

/** Before a connection that could not even be begun is tried again. */
const AGAIN_MS = 5_000;

/**
 * So long a connection waits for the first capture. Before it Chromium hides the addresses of this device behind names that
 * few networks resolve, and where another program has the port of those names it finds no address at all (measured,
 * November 2026): who has just come in was heard 15 s later.
 */
const CAPTURE_MS = 3_000;

/** Microphone, camera, shares, and a connection with each person inside. */
export interface RoomMedia {
  /** Loads what connects, so that it is there when it is needed. */
  prepare(): void;
  connect(room: RoomSignals, self: RoomVisit, person: RoomPerson, again: boolean): void;
  address(person: RoomPerson): void;
  disconnect(visit: RoomVisit): void;
  tell(message: PeerMessage, to: RoomVisit | undefined): void;
  revive(): void;
  capture(device: CaptureDevice): void;
  endCapture(device: CaptureDevice): void;
  lookAtCaptures(): void;
  /** In the click that asked for it. */
  share(): void;
  endShare(stream: StreamId): void;
  /** What is being asked for is not wanted any more. */
  endShareRequest(): void;
  end(): void;
  stream(id: StreamId): MediaStream | undefined;
  voice(visit: RoomVisit): number | undefined;
}

export interface RoomMediaOptions {
  readonly ports: Pick<Ports, 'calling' | 'chance' | 'clock'>;
  readonly line: Line;
  readonly dispatch: (event: RoomEvent) => void;
}

/** `link` once the code that makes it has been loaded; until then what it is told waits. */
interface Connection {
  readonly signals: RoomSignalLine;
  /** What comes over it: people come and go for as long as a room is open. */
  readonly streams: Streams;
  readonly waiting: ((link: PeerLink) => void)[];
  link?: PeerLink;
  closed: boolean;
}

const kindOf = (device: CaptureDevice) => (device === 'microphone' ? 'audio' : 'video');

/** Names the captures of a room where those of a call have its id: a context has one room at a time. */
const ROOM = 'room';

export const createRoomMedia = ({ ports, line, dispatch }: RoomMediaOptions): RoomMedia => {
  const { clock } = ports;
  const streams = createStreams(ports.chance);
  const connections = new Map<RoomVisit, Connection>();
  let loaded: Calling | undefined;

  const load = loadOnce(async (): Promise<Calling> => {
    if (!ports.calling) throw new Error('This context runs no calls');
    loaded = await ports.calling();
    return loaded;
  });

  const on = ({ link, waiting }: Connection, act: (link: PeerLink) => void): void => {
    if (link) act(link);
    else waiting.push(act);
  };
  const onAll = (act: (link: PeerLink) => void): void => {
    for (const connection of connections.values()) on(connection, act);
  };

  /** Whether there is a microphone to be had is known, or has been asked for long enough. */
  let settled: PromiseWithResolvers<void> | undefined;

  const shares = createOwnShares({
    hold: streams.hold,
    // Whoever comes later is shown it, too.
    show: (share, { stream, kind }) => {
      onAll((link) => link.share(share, stream, kind));
      return true;
    },
    hide: (share) => onAll((link) => link.stopShare(share)),
  });

  const choices = (): CallChoices => ({
    lowData: rememberedLowData.read() || connections.size > FULL_PICTURE_FOR,
    shares: rememberedShareChoices.read(),
  });

  const captures = createCaptures({
    calling: load,
    ready: () => loaded,
    hold: streams.hold,
    onTrack: (device, track) => onAll((link) => link.setTrack(kindOf(device), track)),
    onStarted: (_room, device, stream) => {
      settled?.resolve();
      dispatch({ type: 'device-started', device, ...(stream !== undefined && { stream }) });
    },
    onSilenced: (_room, device) => dispatch({ type: 'device-silenced', device }),
    onFailed: (_room, device, reason) => {
      settled?.resolve();
      dispatch({ type: 'device-failed', device, reason });
    },
    onFound: (_room, device) => dispatch({ type: 'device-found', device }),
  });

  const open = async (self: RoomVisit, person: RoomPerson, again: boolean, opened: Connection): Promise<void> => {
    const { visit, account, device, endpoint } = person;
    const tell = (event: PeerEvent): void => {
      if (!opened.closed) dispatch({ type: 'peer', visit, event });
      if (event.type === 'remote-share-ended') opened.streams.drop(event.stream);
    };
    try {
      const { openPeerLink } = await load();
      await settled?.promise;
      const welcome = line.welcome();
      if (opened.closed) return;
      const link = openPeerLink({
        call: ROOM,
        self: welcome?.endpoint ?? '',
        peer: { account, device, endpoint },
        role: self < visit ? 'caller' : 'callee',
        iceServers: () => line.welcome()?.iceServers ?? welcome?.iceServers ?? [],
        hidden: false,
        again,
        choices: choices(),
        signals: opened.signals,
        onEvent: tell,
        hold: opened.streams.hold,
      });
      opened.link = link;
      for (const act of opened.waiting.splice(0)) act(link);
    } catch {
      // The code could not be loaded, or the browser makes no connection: it is asked again as long as they are inside.
      clock.after(AGAIN_MS, () => tell({ type: 'path-failed' }));
    }
  };

  const disconnect = (visit: RoomVisit): void => {
    const closing = connections.get(visit);
    if (!closing) return;
    connections.delete(visit);
    closing.closed = true;
    closing.link?.close();
    closing.signals.close();
    onAll((link) => link.choose(choices()));
  };

  const connect: RoomMedia['connect'] = (room, self, person, again) => {
    disconnect(person.visit);
    const opened: Connection = {
      signals: room.connect(person.visit, person.endpoint, (type, payload) =>
        on(opened, (link) => link.receive(type, payload)),
      ),
      streams: createStreams(ports.chance),
      waiting: [],
      closed: false,
    };
    connections.set(person.visit, opened);
    for (const device of ['microphone', 'camera'] as const) {
      const track = captures.track(device);
      if (track) on(opened, (link) => link.setTrack(kindOf(device), track));
    }
    for (const [share, { stream, kind }] of shares.all()) on(opened, (link) => link.share(share, stream, kind));
    onAll((link) => link.choose(choices()));
    void open(self, person, again, opened);
  };

  return {
    prepare: () =>
      void load().then(
        ({ sound }) => sound.prepare(),
        () => {},
      ),
    connect,
    address: ({ visit, endpoint }) => connections.get(visit)?.signals.address(endpoint),
    disconnect,
    tell: (message, to) => {
      const one = to === undefined ? undefined : connections.get(to);
      if (one) on(one, (link) => link.tell(message));
      else if (to === undefined) onAll((link) => link.tell(message));
    },
    revive: () => {
      for (const { signals, link } of connections.values()) {
        signals.resume();
        link?.revive();
      }
    },
    capture: (device) => {
      if (!settled) {
        settled = Promise.withResolvers();
        clock.after(CAPTURE_MS, settled.resolve);
      }
      captures.start(ROOM, device);
    },
    endCapture: captures.stop,
    lookAtCaptures: () => captures.look(ROOM),
    share: () =>
      // No waiting before the browser is asked: it wants to see the click.
      shares.start(loaded?.media.screen() ?? Promise.resolve(failed('share_unsupported')), 'screen', {
        started: (stream, sound) => dispatch({ type: 'share-started', stream, sound }),
        failed: (reason) => dispatch({ type: 'share-failed', reason }),
        ended: (stream) => dispatch({ type: 'share-ended', stream }),
      }),
    endShare: shares.end,
    endShareRequest: shares.endRequest,
    end: () => {
      shares.endRequest();
      shares.endAll();
      for (const visit of [...connections.keys()]) disconnect(visit);
      captures.end();
      settled = undefined;
      streams.clear();
    },
    stream: (id) => {
      const theirs = [...connections.values()].map((connection) => connection.streams);
      return [streams, ...theirs].find(({ get }) => get(id))?.get(id);
    },
    voice: (visit) => connections.get(visit)?.link?.voice(),
  };
};
