import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '#shared/client/peers/session.ts';
import { quiet } from '#tests/fakes/until.ts';

const SDP = 'v=0\r\n';

/** Enough of a connection to be offered, answered and closed. */
class FakeConnection extends EventTarget {
  static made: FakeConnection[] = [];
  readonly described: string[] = [];
  readonly channels: EventTarget[] = [];
  ondatachannel: ((event: { channel: EventTarget }) => void) | null = null;
  signalingState = 'stable';
  constructor() {
    super();
    FakeConnection.made.push(this);
  }
  createDataChannel(): EventTarget {
    const channel = new EventTarget();
    this.channels.push(channel);
    return channel;
  }
  createOffer = async () => ({ type: 'offer', sdp: SDP });
  createAnswer = async () => ({ type: 'answer', sdp: SDP });
  setLocalDescription = async () => {};
  setRemoteDescription = async ({ type }: RTCSessionDescriptionInit) => void this.described.push(type);
  close(): void {
    this.signalingState = 'closed';
  }
}

beforeEach(() => {
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal(
    'RTCSessionDescription',
    class {
      constructor(description: RTCSessionDescriptionInit) {
        Object.assign(this, description);
      }
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

const open = async () => {
  // PeerJS looks for WebRTC when it is loaded, and makes a connection to do so.
  const { openSession } = await import('#shared/client/peers/session.ts');
  FakeConnection.made = [];
  const connections: Connection[] = [];
  const session = openSession({
    role: 'callee',
    configuration: () => ({}),
    send: () => {},
    prepare: (connection) => connections.push(connection),
  });
  return { session, connections };
};

test('an answer to what was never offered is kept nowhere', async () => {
  const { session, connections } = await open();
  session.receive({ type: 'answer', connection: 'c', sdp: SDP });
  session.receive({ type: 'offer', connection: 'c', purpose: { use: 'call' }, sdp: SDP });
  await quiet();
  expect(connections.map(({ id }) => id)).toEqual(['c']);
  expect(FakeConnection.made.map(({ described }) => described)).toEqual([['offer']]);
  session.close();
});

test('an answer to what was offered is taken', async () => {
  const { session, connections } = await open();
  session.connect({ use: 'call' });
  await quiet();
  session.receive({ type: 'answer', connection: connections[0]?.id ?? '', sdp: SDP });
  await quiet();
  expect(FakeConnection.made.map(({ described }) => described)).toEqual([['answer']]);
  session.close();
});

test('what comes over the channel and makes no sense is passed over', async () => {
  const { session, connections } = await open();
  const heard = vi.fn();
  session.connect({ use: 'call' });
  connections[0]?.onFrame(heard);
  const [channel] = FakeConnection.made[0]?.channels ?? [];
  const bytes = (text: string) => new TextEncoder().encode(text).buffer;
  for (const data of [bytes('{'), 'words', 7, bytes('{"type":"spy"}'), bytes('{"type":"beat","heard":3}')])
    channel?.dispatchEvent(new MessageEvent('message', { data }));
  expect(heard.mock.calls).toEqual([[{ type: 'beat', heard: 3 }]]);
  session.close();
});

test('nothing is sent on a channel that the other side opens before something has come on it', async () => {
  const { session, connections } = await open();
  session.receive({ type: 'offer', connection: 'c', purpose: { use: 'call' }, sdp: SDP });
  const channel = Object.assign(new EventTarget(), { onopen: () => {}, send: vi.fn(), bufferedAmount: 0 });
  FakeConnection.made[0]?.ondatachannel?.({ channel });
  const [connection] = connections;
  const opened = vi.fn();
  connection?.onOpen(opened);
  channel.onopen();
  connection?.send({ type: 'beat', heard: 0 });
  expect([connection?.isOpen(), opened.mock.calls, channel.send.mock.calls]).toEqual([false, [], []]);

  const data = new TextEncoder().encode('{"type":"beat","heard":0}').buffer;
  for (let i = 0; i < 2; i++) channel.dispatchEvent(new MessageEvent('message', { data }));
  connection?.send({ type: 'beat', heard: 0 });
  expect([connection?.isOpen(), opened.mock.calls.length, channel.send.mock.calls.length]).toEqual([true, 1, 1]);
  session.close();
});

test('a connection has one channel, whatever the other side opens', async () => {
  const { session, connections } = await open();
  const heard = vi.fn();
  session.connect({ use: 'call' });
  connections[0]?.onFrame(heard);
  const [pc] = FakeConnection.made;
  const another = new EventTarget();
  pc?.ondatachannel?.({ channel: another });
  const beat = { type: 'beat', heard: 1 };
  const data = new TextEncoder().encode(JSON.stringify(beat)).buffer;
  another.dispatchEvent(new MessageEvent('message', { data }));
  expect(heard).not.toHaveBeenCalled();
  expect(connections).toHaveLength(1);
  session.close();
  expect(connections[0]?.lifetime.aborted).toBe(true);
});
