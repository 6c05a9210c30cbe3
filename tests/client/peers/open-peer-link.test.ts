import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RENEW_MS } from '#shared/client/peers/recovery.ts';
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

class FakeChannel extends EventTarget {
  readonly bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  send = () => {};
}

/** Enough of a connection to be offered, connected and closed. */
class FakeConnection extends EventTarget {
  static made: FakeConnection[] = [];
  readonly lines: { readonly sender: FakeSender; readonly receiver: { readonly track: FakeTrack } }[] = [];
  readonly channels: FakeChannel[] = [];
  signalingState = 'stable';
  connectionState = 'new';
  remoteDescription = null;
  constructor() {
    super();
    FakeConnection.made.push(this);
  }
  createDataChannel(): FakeChannel {
    const channel = new FakeChannel();
    this.channels.push(channel);
    return channel;
  }
  addTransceiver(kind: string | FakeTrack) {
    const line = {
      sender: Object.assign(new FakeSender(), { track: typeof kind === 'string' ? null : kind }),
      receiver: { track: new FakeTrack(typeof kind === 'string' ? kind : kind.kind) },
    };
    this.lines.push(line);
    return line;
  }
  createOffer = async () => ({ type: 'offer', sdp: SDP });
  createAnswer = async () => ({ type: 'answer', sdp: SDP });
  setLocalDescription = async () => {};
  setRemoteDescription = async () => {};
  become(state: string): void {
    if (this.signalingState === 'closed') return;
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
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
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

/** The connection that was offered last. */
const offered = (sent: readonly { readonly type: string; readonly payload: unknown }[]): string => {
  const { payload } = sent.findLast(({ type }) => type === 'offer') ?? {};
  return (payload as { readonly connection: string }).connection;
};

test('[R18] [R29] once everything has been tried the callee gets a fresh connection, whatever it has; before that not for an old one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  const { link, events, sent, says } = await open();
  const made = () => FakeConnection.made.length;
  await vi.advanceTimersByTimeAsync(0);
  const first = offered(sent);
  await vi.advanceTimersByTimeAsync(RENEW_MS);
  expect(made()).toBe(2);
  says('restart', { replace: first });
  await vi.advanceTimersByTimeAsync(0);
  expect(made()).toBe(2);

  await vi.advanceTimersByTimeAsync(RENEW_MS);
  expect(events.at(-1)).toEqual({ type: 'path-failed' });
  // The newest, and one whose successor has never come there.
  for (const replace of [offered(sent), first]) {
    const before = made();
    says('restart', { replace });
    await vi.advanceTimersByTimeAsync(0);
    expect(made()).toBe(before + 1);
    await vi.advanceTimersByTimeAsync(RENEW_MS);
    expect(events.at(-1)).toEqual({ type: 'path-failed' });
  }
  link.close();
});

test('[R30] [R37] who ends the call or a share at the other side gets the next one only so often', async () => {
  const { link } = await open();
  const last = () => FakeConnection.made.at(-1);
  const connect = async () => {
    last()?.channels[0]?.onopen?.();
    last()?.become('connected');
    await quiet();
  };
  const shut = async () => {
    last()?.channels[0]?.onclose?.();
    await quiet();
  };
  await connect();
  const screen = new FakeStream();
  screen.tracks.add(new FakeTrack('video'));
  const before = FakeConnection.made.length;
  link.share('the share', screen as unknown as MediaStream, 'screen');
  await quiet();
  for (let ended = 0; ended < 200; ended++) await shut();
  const shared = FakeConnection.made.length - before;
  expect(shared).toBeGreaterThan(1);
  expect(shared).toBeLessThan(40);
  link.stopShare('the share');

  const [call] = FakeConnection.made;
  call?.channels[0]?.onclose?.();
  for (let ended = 0; ended < 200; ended++) {
    await connect();
    await shut();
  }
  const renewed = FakeConnection.made.length - before - shared;
  expect(renewed).toBeGreaterThan(1);
  expect(renewed).toBeLessThan(40);
  link.close();
});

test('what the other side says is heard as fast as anybody acts, and no faster', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  const { link, events } = await open();
  await vi.advanceTimersByTimeAsync(0);
  const channel = FakeConnection.made.at(-1)?.channels[0];
  channel?.onopen?.();
  let number = 0;
  const says = (): void => {
    number += 1;
    const frame = { type: 'message', number, message: { type: 'paused', paused: number % 2 === 0 } };
    channel?.dispatchEvent(
      new MessageEvent('message', { data: new TextEncoder().encode(JSON.stringify(frame)).buffer }),
    );
  };
  const heard = () => events.filter(({ type }) => type === 'message').length;
  for (let said = 0; said < 200; said++) says();
  for (let second = 0; second < 5; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
    for (let said = 0; said < 20; said++) says();
  }
  expect(heard()).toBe(number);
  for (let said = 0; said < 10_000; said++) says();
  expect(heard()).toBeLessThan(number - 9_000);
  link.close();
});

const step = fc.constantFrom(
  'speak',
  'mute',
  'share',
  'stop',
  'ask',
  'connect',
  'open',
  'lose',
  'fail',
  'shut',
  'wait',
  'reveal',
);

test('whatever has happened, a closed link sends nothing, holds no connection and waits for nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  const voice = new FakeTrack('audio') as unknown as MediaStreamTrack;
  const screen = new FakeStream();
  screen.tracks.add(new FakeTrack('video'));
  const stream = screen as unknown as MediaStream;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      vi.clearAllTimers();
      const { link, says } = await open();
      let voiced = false;
      let shares = 0;
      for (const now of steps) {
        const last = FakeConnection.made.at(-1);
        if (now === 'speak' || now === 'mute') {
          voiced = now === 'speak';
          link.setTrack('audio', voiced ? voice : undefined);
        } else if (now === 'share') link.share(`${++shares}`, stream, 'screen');
        else if (now === 'stop') link.stopShare(`${shares}`);
        else if (now === 'ask') says('restart', { replace: null });
        else if (now === 'connect') last?.become('connected');
        else if (now === 'open') last?.channels[0]?.onopen?.();
        else if (now === 'lose') last?.become('disconnected');
        else if (now === 'fail') last?.become('failed');
        else if (now === 'shut') last?.channels[0]?.onclose?.();
        else if (now === 'reveal') link.reveal();
        else await vi.advanceTimersByTimeAsync(4_000);
        await vi.advanceTimersByTimeAsync(0);
        const calls = FakeConnection.made.filter(
          ({ lines, signalingState }) => lines.length === 2 && signalingState !== 'closed',
        );
        expect(calls.length).toBeLessThanOrEqual(1);
        for (const { lines } of calls) expect(lines[0]?.sender.track).toBe(voiced ? voice : null);
      }
      link.close();
      await vi.advanceTimersByTimeAsync(0);
      for (const { lines, signalingState } of FakeConnection.made)
        if (signalingState !== 'closed') expect(lines.every(({ sender }) => sender.track === null)).toBe(true);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(FakeConnection.made.every(({ signalingState }) => signalingState === 'closed')).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 300 },
  );
});
