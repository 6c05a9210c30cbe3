import type { Page } from '@playwright/test';
import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import type { EmulatedNetwork } from '#tests/e2e/fixtures/emulated-network.ts';
import { peer } from '../servers/peers.ts';
import { type CallPair, talking } from './caller.ts';
import { servePeerJs } from './peerjs-page.ts';

interface PeerJsCall {
  readonly peerConnection: RTCPeerConnection;
  answer(stream: MediaStream): void;
  close(): void;
  on(event: 'stream', listener: (stream: MediaStream) => void): void;
}
interface PeerJs {
  call(id: string, stream: MediaStream): PeerJsCall;
  on(event: 'open', listener: (id: string) => void): void;
  on(event: 'call', listener: (call: PeerJsCall) => void): void;
}
declare global {
  var Peer: new (id: undefined, options: object) => PeerJs;
  var bench: {
    readonly peer: PeerJs;
    readonly camera: () => Promise<MediaStream>;
    readonly letGo: (stream: MediaStream) => void;
    readonly now: () => number;
    readonly firstFrame: (call: PeerJsCall) => Promise<number>;
    readonly firstSound: (call: PeerJsCall) => Promise<number>;
    onCall: (call: PeerJsCall) => void;
  };
}

/** When the callee's camera is opened; the caller's is open when they call. */
export type Camera = 'open before' | 'opened at the answer';

/** Registers with PeerServer. Returns the id by which the page can be called. */
const prepare = async (page: Page, origin: string, port: number, camera: Camera): Promise<string> => {
  await page.goto(origin);
  return page.evaluate(
    async ([port, camera]) => {
      const peer = new Peer(undefined, { host: '127.0.0.1', port, path: '/', config: { iceServers: [] } });
      const id = await new Promise<string>((resolve) => peer.on('open', resolve));
      const open = (): Promise<MediaStream> =>
        navigator.mediaDevices.getUserMedia({
          // A tone that goes on for minutes would be taken for noise.
          audio: { noiseSuppression: false },
          video: { width: 640, height: 360, frameRate: 30 },
        });
      const opened = camera === 'open before' ? open() : undefined;
      await opened;
      const letGo = (stream: MediaStream): void => {
        if (!opened) for (const track of stream.getTracks()) track.stop();
      };
      const now = () => performance.timeOrigin + performance.now();
      const firstFrame = async (call: PeerJsCall) => {
        const video = document.createElement('video');
        video.muted = video.autoplay = video.playsInline = true;
        video.srcObject = await new Promise<MediaStream>((resolve) => call.on('stream', resolve));
        document.body.replaceChildren(video);
        return new Promise<number>((resolve) => video.requestVideoFrameCallback(() => resolve(now())));
      };
      const firstSound = async (call: PeerJsCall) => {
        // What nobody plays is not heard.
        void firstFrame(call);
        for (const end = now() + 30_000; now() < end; ) {
          for (const receiver of call.peerConnection?.getReceivers() ?? [])
            for (const { audioLevel = 0, timestamp } of receiver.getSynchronizationSources())
              if (audioLevel > 0.01) return timestamp;
          await new Promise((later) => setTimeout(later, 10));
        }
        throw new Error('nothing is heard of the other side');
      };
      globalThis.bench = {
        peer,
        camera: () => opened ?? open(),
        letGo,
        now,
        firstFrame,
        firstSound,
        onCall: () => undefined,
      };
      peer.on('call', (call) => globalThis.bench.onCall(call));
      return id;
    },
    [port, camera] as const,
  );
};

/**
 * The plainest app on PeerJS and PeerServer, and the quickest it can be: nothing is drawn but the picture, and the callee's
 * program answers a second after it rings.
 */
export const peerJsPair = async (network: EmulatedNetwork, camera: Camera): Promise<CallPair> => {
  const server = await peer.start({ tls: false });
  const port = await network.towards(server.port);
  const pages = await servePeerJs();
  const caller = await launchPwa(talking('ann'));
  const callee = await launchPwa(talking('bo'));
  for (const { context } of [caller, callee]) await network.apply(context);
  await prepare(caller.page, pages.origin, port, 'open before');
  const id = await prepare(callee.page, pages.origin, port, camera);

  /** The moments of one call that the callee's program answers; `first`: what each side waits for. */
  const answerOnce = async (first: 'firstFrame' | 'firstSound') => {
    const ringing = await callee.page.evaluateHandle(
      (first) => ({
        done: new Promise<{ rang: number; answered: number; there: number }>((resolve) => {
          const { camera, letGo, now } = globalThis.bench;
          globalThis.bench.onCall = async (call) => {
            const rang = now();
            await new Promise((later) => setTimeout(later, 1_000));
            const answered = now();
            const stream = await camera();
            call.answer(stream);
            const there = await globalThis.bench[first](call);
            await new Promise((later) => setTimeout(later, 500));
            call.close();
            letGo(stream);
            resolve({ rang, answered, there });
          };
        }),
      }),
      first,
    );
    const atCaller = await caller.page.evaluate(
      async ([id, first]) => {
        const { peer, camera, now } = globalThis.bench;
        const clicked = now();
        const call = peer.call(id, await camera());
        return { clicked, there: await globalThis.bench[first](call) };
      },
      [id, first] as const,
    );
    const atCallee = await ringing.evaluate(({ done }) => done);
    return { atCaller, atCallee };
  };

  return {
    async call() {
      const { atCaller, atCallee } = await answerOnce('firstFrame');
      return {
        ring: atCallee.rang - atCaller.clicked,
        calleeAtCaller: atCaller.there - atCallee.answered,
        callerAtCallee: atCallee.there - atCallee.answered,
      };
    },
    async hear() {
      const { atCaller, atCallee } = await answerOnce('firstSound');
      return Math.max(atCaller.there, atCallee.there) - atCallee.answered;
    },
    async close() {
      await caller.close();
      await callee.close();
      pages.stop();
      await server.stop();
    },
  };
};
