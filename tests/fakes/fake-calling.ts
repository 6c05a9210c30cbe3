import type { CallChoices, Calling, PeerLinkOptions, PeerMessage } from '#shared/client/ports.ts';
import {
  choose,
  type DeviceLists,
  listed,
  noDevices,
  type OwnDevicesState,
  targetOf,
  unplugged,
} from '#shared/core/media/own-devices.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import { defaultSound } from '#shared/core/sound/sound.ts';

/** Enough of a track for those who hold it. */
export class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  muted = false;
  readonly kind: 'audio' | 'video';
  readonly label: string;
  constructor(kind: 'audio' | 'video', label = '') {
    super();
    this.kind = kind;
    this.label = label;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  /** By the system. */
  silence(): void {
    this.muted = true;
    this.dispatchEvent(new Event('mute'));
  }
  /** Unplugged, or ended by the browser. */
  die(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

export class FakeStream {
  readonly tracks: readonly FakeTrack[];
  constructor(tracks: readonly FakeTrack[]) {
    this.tracks = tracks;
  }
  getTracks = (): readonly FakeTrack[] => this.tracks;
  getVideoTracks = (): readonly FakeTrack[] => this.tracks.filter(({ kind }) => kind === 'video');
  getAudioTracks = (): readonly FakeTrack[] => this.tracks.filter(({ kind }) => kind === 'audio');
}

const asStream = (stream: FakeStream): MediaStream => stream as unknown as MediaStream;
const asTrack = (track: FakeTrack): MediaStreamTrack => track as unknown as MediaStreamTrack;

export interface FakeTreatment {
  readonly raw: MediaStreamTrack;
  readonly send: (track: MediaStreamTrack) => void;
  muted: boolean;
  ended: boolean;
}

export interface FakeLink {
  readonly options: PeerLinkOptions;
  readonly sent: Map<'audio' | 'video', MediaStreamTrack | undefined>;
  readonly shared: Map<string, MediaStream>;
  chosen: CallChoices;
  revived: number;
  hidden: boolean;
  closed: boolean;
}

export interface FakeCalling extends Calling {
  readonly links: readonly FakeLink[];
  readonly tracks: readonly FakeTrack[];
  readonly tones: readonly string[];
  /** The browser stops this page, or lets it go on. */
  freeze(frozen: boolean): void;
  /** What the microphone's sound goes through: a test says what comes out. */
  readonly treatments: readonly FakeTreatment[];
  /** What is plugged in from now on. */
  plug(lists: Partial<DeviceLists>): void;
  /** The browser takes its time to list devices anew, until what this returns is called. */
  holdLooks(): () => void;
  /** What asking for a device comes to; a track where nothing is set. */
  readonly refusals: Partial<Record<'microphone' | 'camera' | 'screen', Reason>>;
}

/** What two sides of one call share, past the relay. */
export interface FakeAir {
  /** By call: what each side has told, for whoever comes later, too. */
  readonly told: Map<string, { readonly by: FakeLink; readonly message: PeerMessage }[]>;
  readonly ears: Map<string, { readonly of: FakeLink; readonly hear: (message: PeerMessage) => void }[]>;
}
export const createFakeAir = (): FakeAir => ({ told: new Map(), ears: new Map() });

const listOf = <Item>(map: Map<string, Item[]>, call: string): Item[] => {
  const list = map.get(call) ?? [];
  map.set(call, list);
  return list;
};

/** Calls without WebRTC: the offer and its answer go by the signals they are given, the rest through the air. */
export const createFakeCalling = (air: FakeAir): FakeCalling => {
  const links: FakeLink[] = [];
  const tracks: FakeTrack[] = [];
  const tones: string[] = [];
  const treatments: FakeTreatment[] = [];
  const refusals: FakeCalling['refusals'] = {};
  let owned: OwnDevicesState = noDevices({});
  const listeners = new Set<(state: OwnDevicesState) => void>();
  const own = (next: OwnDevicesState): void => {
    owned = next;
    for (const listener of [...listeners]) listener(owned);
  };
  let looked = Promise.resolve();
  let freeze = (_frozen: boolean): void => {};

  const track = (kind: 'audio' | 'video', label?: string): FakeTrack => {
    const made = new FakeTrack(kind, label);
    tracks.push(made);
    return made;
  };
  const device = async (name: 'microphone' | 'camera'): Promise<Outcome<MediaStreamTrack>> => {
    const reason = refusals[name];
    const label = targetOf(owned, name);
    return reason
      ? failed(reason)
      : { ok: true, value: asTrack(track(name === 'microphone' ? 'audio' : 'video', label)) };
  };
  const picture = async (): Promise<Outcome<MediaStream>> =>
    refusals.screen
      ? failed(refusals.screen)
      : { ok: true, value: asStream(new FakeStream([track('video'), track('audio')])) };

  return {
    links,
    tracks,
    tones,
    treatments,
    refusals,
    media: {
      microphone: () => device('microphone'),
      camera: () => device('camera'),
      screen: picture,
      tab: picture,
      canShare: () => ({ screen: true, tab: true }),
    },
    ringer: {
      ring: () => void tones.push('ring'),
      calling: () => void tones.push('calling'),
      ringback: () => void tones.push('ringback'),
      lost: () => void tones.push('lost'),
      waiting: () => void tones.push('waiting'),
      test: () => void tones.push('test'),
      stop: () => void tones.push('silence'),
    },
    devices: {
      state: () => owned,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      look: () => looked,
      choose: (kind, id) => own(choose(owned, kind, id)),
      unplugged: (kind, label) => own(unplugged(owned, kind, label)),
      routesSound: true,
    },
    holdLooks: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      looked = promise;
      return resolve;
    },
    plug: (lists) => own(listed(owned, { lists: { ...owned.lists, ...lists }, system: {} })),
    tryWays: async () => ({ stun: 'absent', turnUdp: 'absent', turnTcp: 'absent' }),
    watchFreeze: (onChange) => {
      freeze = onChange;
    },
    freeze: (frozen) => freeze(frozen),
    sound: {
      state: () => ({ choice: defaultSound, suppression: defaultSound.suppression }),
      subscribe: () => () => {},
      listen: () => () => {},
      choose: () => {},
      analyse: async () => 'unavailable',
      outgoing: () => undefined,
      tryOut: async () => failed('device_missing'),
      takesNoise: () => true,
      prepare: () => {},
      treat: (raw, send) => {
        const treatment: FakeTreatment = { raw, send, muted: false, ended: false };
        treatments.push(treatment);
        return {
          mute: (muted) => {
            treatment.muted = muted;
          },
          end: () => {
            treatment.ended = true;
          },
        };
      },
    },
    openPeerLink: (options) => {
      const link: FakeLink = {
        options,
        sent: new Map(),
        shared: new Map(),
        chosen: options.choices,
        revived: 0,
        hidden: options.hidden,
        closed: false,
      };
      links.push(link);
      const ears = listOf(air.ears, options.call);
      const told = listOf(air.told, options.call);
      const hear = (message: PeerMessage): void =>
        queueMicrotask(() => {
          if (!link.closed) options.onEvent({ type: 'message', message });
        });
      const isOther = ({ options: { self, peer } }: FakeLink): boolean =>
        self === options.peer.endpoint && peer.endpoint === options.self;
      for (const { by, message } of told) if (isOther(by)) hear(message);
      ears.push({ of: link, hear });
      options.onEvent({ type: 'remote-stream', stream: options.hold(asStream(new FakeStream([]))) });
      if (options.role === 'caller') options.signals.send('offer', { sdp: 'the offer' });
      return {
        receive: (type, payload) => {
          if (type === 'offer') options.signals.send('answer', { to: payload });
          if (type === 'offer' || type === 'answer') options.onEvent({ type: 'path-connected' });
        },
        setTrack: (kind, now) => void link.sent.set(kind, now),
        share: (share, stream) => void link.shared.set(share, stream),
        stopShare: (share) => void link.shared.delete(share),
        tell: (message) => {
          told.push({ by: link, message });
          for (const ear of ears) if (isOther(ear.of)) ear.hear(message);
        },
        reveal: () => {
          link.hidden = false;
        },
        revive: () => {
          link.revived += 1;
        },
        choose: (choices) => {
          link.chosen = choices;
        },
        report: () => undefined,
        course: () => ({ events: [], looks: [], candidates: { mine: {}, theirs: {} } }),
        voice: () => undefined,
        close: () => {
          link.closed = true;
        },
      };
    },
  };
};
