import { browserMedia } from '#shared/client/media/browser-media.ts';
import { browserRinger } from '#shared/client/media/ringer.ts';
import { openPeerLink } from '#shared/client/peers/open-peer-link.ts';
import type { PeerEvent, PeerLink } from '#shared/client/ports.ts';
import type { ShareKind } from '#shared/core/call/call.ts';
import { defaultShareChoices } from '#shared/core/quality/share-choice.ts';
import type { SignalType } from '#shared/protocol/client-frames.ts';
import type { IceServer } from '#shared/protocol/frames.ts';
import { louder } from '#shared/ui/call/amplify.ts';

// One end of a call without the rest of the product: the other end is another page, the relay a WebSocket.

interface Wire {
  readonly type: SignalType;
  readonly payload: unknown;
}

const connections: RTCPeerConnection[] = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

const audioContexts: AudioContext[] = [];
globalThis.AudioContext = class extends AudioContext {
  constructor(options?: AudioContextOptions) {
    super(options);
    audioContexts.push(this);
  }
};

const events: (PeerEvent & { readonly at: number })[] = [];
const sent: SignalType[] = [];
let cut = false;
let offerDelay = 0;
let servers: readonly IceServer[] = [];
let link: PeerLink | undefined;

/** Plays a stream in a video element that tests find by the stream's number. */
const show = (stream: MediaStream, id: string): void => {
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, srcObject: stream });
  video.dataset.stream = id;
  video.requestVideoFrameCallback(() => {
    video.dataset.firstFrameAt = String(performance.timeOrigin + performance.now());
  });
  document.body.append(video);
};

let relay: WebSocket | undefined;

const dial = async (call: string): Promise<void> => {
  const socket = new WebSocket(`ws://${location.host}/${call}`);
  relay = socket;
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    if (cut) return;
    const { type, payload }: Wire = JSON.parse(data);
    setTimeout(() => link?.receive(type, payload), type === 'offer' ? offerDelay : 0);
  };
  await new Promise((resolve) => socket.addEventListener('open', resolve));
};

const open = (role: 'caller' | 'callee', again = false): void => {
  const other = role === 'caller' ? 'callee' : 'caller';
  let streams = 0;
  link = openPeerLink({
    call: 'call',
    self: role,
    peer: { account: other, device: other, endpoint: other },
    role,
    iceServers: () => servers,
    hidden: false,
    choices: { lowData: false, shares: defaultShareChoices },
    again,
    signals: {
      send: (type, payload) => {
        sent.push(type);
        if (!cut) relay?.send(JSON.stringify({ type, payload } satisfies Wire));
      },
    },
    onEvent: (event) => events.push({ ...event, at: performance.timeOrigin + performance.now() }),
    hold: (stream) => {
      streams += 1;
      show(stream, String(streams));
      return String(streams);
    },
  });
};

/** A picture of one colour with a corner that moves, so that there is always something to send. */
const picture = (colour: string): MediaStreamTrack => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  let tick = 0;
  setInterval(() => {
    if (!context) return;
    context.fillStyle = colour;
    context.fillRect(0, 0, 320, 240);
    tick += 1;
    context.fillStyle = tick % 2 ? '#fff' : '#000';
    context.fillRect(0, 0, 16, 16);
  }, 50);
  const [track] = canvas.captureStream(20).getVideoTracks();
  if (!track) throw new Error('no track');
  return track;
};

const tone = (hertz: number): MediaStreamTrack => {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: hertz });
  const end = context.createMediaStreamDestination();
  oscillator.connect(end);
  oscillator.start();
  const [track] = end.stream.getAudioTracks();
  if (!track) throw new Error('no track');
  return track;
};

const share = (kind: ShareKind, colour: string, hertz?: number, name: string = kind): MediaStream => {
  const stream = new MediaStream([picture(colour), ...(hertz === undefined ? [] : [tone(hertz)])]);
  link?.share(name, stream, kind);
  return stream;
};

/**
 * How a tone of that amplitude comes out at that volume, in dB of full scale: its loudness as that of a steady tone, and its
 * highest peak, from the first sample on.
 */
const amplified = async (amplitude: number, volume: number): Promise<{ loudness: number; peak: number }> => {
  const rate = 48_000;
  const context = new OfflineAudioContext(1, 2 * rate, rate);
  const source = new OscillatorNode(context, { frequency: 440 });
  const { input, output } = louder(context);
  input.gain.value = volume;
  source.connect(new GainNode(context, { gain: amplitude })).connect(input);
  output.connect(context.destination);
  source.start();
  const samples = (await context.startRendering()).getChannelData(0);
  const decibels = (level: number) => 20 * Math.log10(level);
  const settled = samples.subarray(rate);
  const squares = settled.reduce((sum, sample) => sum + sample ** 2, 0);
  return {
    loudness: decibels(Math.sqrt((2 * squares) / settled.length)),
    peak: decibels(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)),
  };
};

const offered = {
  dial,
  open,
  events,
  sent,
  connections,
  audioContexts,
  media: browserMedia({ chosen: () => undefined }),
  ringer: browserRinger(),
  picture,
  tone,
  share,
  shareChoices: defaultShareChoices,
  amplified,
  link: (): PeerLink => {
    if (!link) throw new Error('not open');
    return link;
  },
  cutRelay: (value: boolean): void => {
    cut = value;
  },
  nameServers: (...newest: readonly IceServer[]): void => {
    servers = newest;
  },
  delayOffers: (ms: number): void => {
    offerDelay = ms;
  },
  /** Lets the newest connection report a state that it does not have, once. */
  fakeState: (state: RTCPeerConnectionState): void => {
    const connection = connections.at(-1);
    if (!connection) return;
    Object.defineProperty(connection, 'connectionState', { configurable: true, get: () => state });
    connection.dispatchEvent(new Event('connectionstatechange'));
    Reflect.deleteProperty(connection, 'connectionState');
  },
};

declare global {
  /** What a test page offers to `page.evaluate`. */
  var end: typeof offered;
}
globalThis.end = offered;
