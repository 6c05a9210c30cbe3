import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PeerEvent, PeerLinkOptions } from '#shared/client/ports.ts';
import { defaultShareChoices } from '#shared/core/quality/share-choice.ts';
import { quiet } from '#tests/fakes/until.ts';

const SDP = 'v=0\r\na=fingerprint:sha-256 AB\r\n';

class FakeTrack extends EventTarget {
  readonly kind: string;
  contentHint = '';
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
  getSettings = () => ({});
  applyConstraints = async () => {};
}

class FakeStream extends EventTarget {
  readonly tracks = new Set<FakeTrack>();
  getTracks = () => [...this.tracks];
  getVideoTracks = () => this.getTracks().filter(({ kind }) => kind === 'video');
  getAudioTracks = () => this.getTracks().filter(({ kind }) => kind === 'audio');
  addTrack = (track: FakeTrack) => void this.tracks.add(track);
  removeTrack = (track: FakeTrack) => void this.tracks.delete(track);
}

class FakeSender {
  track: unknown = null;
  getParameters = () => ({ encodings: [] });
  setParameters = async () => {};
  replaceTrack = async (track: unknown) => {
    this.track = track;
  };
}

/** Enough of a connection to be offered, connected and closed. */
class FakeConnection extends EventTarget {
  static made: FakeConnection[] = [];
  readonly lines: { readonly sender: FakeSender; readonly receiver: { readonly track: FakeTrack } }[] = [];
  readonly channels: EventTarget[] = [];
  signalingState = 'stable';
  connectionState = 'new';
  remoteDescription = null;
  constructor() {
    super();
    FakeConnection.made.push(this);
  }
  createDataChannel(): EventTarget {
    const channel = new EventTarget();
    this.channels.push(channel);
    return channel;
  }
  addTransceiver(kind: string | FakeTrack) {
    const line = {
      sender: new FakeSender(),
      receiver: { track: new FakeTrack(typeof kind === 'string' ? kind : kind.kind) },
    };
    this.lines.push(line);
    return line;
  }
  createOffer = async () => ({ type: 'offer', sdp: SDP });
  createAnswer = async () => ({ type: 'answer', sdp: SDP });
  setLocalDescription = async () => {};
  setRemoteDescription = async () => {};
  getTransceivers = () => this.lines;
  getSenders = () => this.lines.map(({ sender }) => sender);
  getReceivers = () => [];
  getStats = async () => new Map();
  close(): void {
    this.signalingState = 'closed';
  }
}

beforeEach(() => {
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCSessionDescription', class {});
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('MediaStreamTrackEvent', class extends Event {});
  vi.stubGlobal('addEventListener', () => {});
});
afterEach(() => void vi.unstubAllGlobals());

const open = async (options: Partial<PeerLinkOptions> = {}) => {
  // PeerJS looks for WebRTC when it is loaded, and makes a connection to do so.
  const { openPeerLink } = await import('#shared/client/peers/open-peer-link.ts');
  FakeConnection.made = [];
  const events: PeerEvent[] = [];
  const sent: { readonly type: string; readonly payload: unknown }[] = [];
  const link = openPeerLink({
    call: 'the call',
    self: 'here',
    peer: { account: 'bo', device: 'd', endpoint: 'there' },
    role: 'caller',
    iceServers: () => [],
    hidden: false,
    choices: { lowData: false, shares: defaultShareChoices },
    again: false,
    signals: { send: (type, payload) => void sent.push({ type, payload }) },
    onEvent: (event) => void events.push(event),
    hold: () => 'a stream',
    ...options,
  });
  let number = 0;
  const says = (type: Parameters<typeof link.receive>[0], body: object) => {
    number += 1;
    link.receive(type, { id: `${number}`, link: 'theirs', ...body });
  };
  return { link, events, sent, says };
};

test('a fresh connection is made as often as the other side may need one, and not as often as it asks', async () => {
  const { link, says } = await open();
  for (let asked = 0; asked < 1_000; asked++) says('restart', { replace: null });
  await quiet();
  expect(FakeConnection.made.length).toBeGreaterThan(1);
  expect(FakeConnection.made.length).toBeLessThan(100);
  link.close();
});
