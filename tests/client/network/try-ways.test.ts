import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tryWays } from '#shared/client/network/try-ways.ts';

const found = (type: string | undefined) =>
  Object.assign(new Event('icecandidate'), { candidate: type ? { type } : null });

/** Connections that find what the servers of the test give. */
const browserThatFinds = (give: (configuration: RTCConfiguration) => readonly (string | undefined)[]) => {
  const closed = vi.fn();
  vi.stubGlobal(
    'RTCPeerConnection',
    class extends EventTarget {
      readonly configuration: RTCConfiguration;
      constructor(configuration: RTCConfiguration) {
        super();
        this.configuration = configuration;
      }
      createDataChannel = (): void => {};
      setLocalDescription = async (): Promise<void> => {
        for (const type of give(this.configuration)) this.dispatchEvent(found(type));
      };
      close = closed;
    },
  );
  return closed;
};

const servers = [
  { urls: ['turn:r.example:3478', 'turn:r.example:3478?transport=tcp'], username: 'u', credential: 'c' },
];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('[R24] each way is tried by its own servers, and what they give tells whether it works', async () => {
  const asked: RTCConfiguration[] = [];
  const closed = browserThatFinds((configuration) => {
    asked.push(configuration);
    const tcp = JSON.stringify(configuration.iceServers).includes('tcp');
    if (tcp) return ['relay'];
    return configuration.iceTransportPolicy === 'relay' ? [undefined] : ['host', 'srflx'];
  });
  expect(await tryWays(servers)).toEqual({ stun: 'works', turnUdp: 'fails', turnTcp: 'works' });
  expect(asked.map(({ iceServers }) => iceServers?.[0]?.urls)).toEqual([
    ['turn:r.example:3478'],
    ['turn:r.example:3478'],
    ['turn:r.example:3478?transport=tcp'],
  ]);
  expect(closed).toHaveBeenCalledTimes(3);
});

test('[R24] a server that never answers fails, and one that is not named is absent', async () => {
  browserThatFinds(() => []);
  const ways = tryWays([{ urls: ['stun:r.example'] }]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await ways).toEqual({ stun: 'fails', turnUdp: 'absent', turnTcp: 'absent' });
});
