import { type Browser, expect, type Page, test } from '@playwright/test';
import type { MediaConnection, PeerOptions } from 'peerjs';
import { type PageServer, servePeerJs } from '#tests/bench/browser/peerjs-page.ts';
import { type RunningRelay, startRelay } from '#tests/relay/start-relay.ts';
import { launchBrowser } from './fixtures/browser.ts';

// What a stock page does: PeerJS as npm has it, from another origin than the relay's.

const KEY = 'of-a-page-elsewhere';

declare global {
  var stock: {
    readonly peer: import('peerjs').Peer;
    /** Types of the errors that the client has told. */
    readonly errors: string[];
    /** What came by data connections. */
    readonly heard: unknown[];
    /** Of the call, by either side. */
    call: MediaConnection | undefined;
  };
}

let relay: RunningRelay;
let site: PageServer;
let browser: Browser;
test.beforeAll(async () => {
  relay = await startRelay({ environment: { PEERJS_KEY: KEY } });
  site = await servePeerJs();
  browser = await launchBrowser();
});
test.afterAll(async () => {
  await browser?.close();
  site?.stop();
  await relay?.stop();
});

/** A page with a peer, who has an id from the relay where none is given. */
const openPeer = async (id?: string, more: PeerOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.goto(site.origin);
  const options = {
    host: 'localhost',
    port: relay.port,
    path: '/peerjs',
    key: KEY,
    config: { iceServers: [] },
    ...more,
  };
  await page.evaluate(
    ([id, options]) => {
      const { Peer } = globalThis as unknown as typeof import('peerjs');
      const peer = id === undefined ? new Peer(options) : new Peer(id, options);
      const stock: typeof globalThis.stock = { peer, errors: [], heard: [], call: undefined };
      peer.on('error', ({ type }) => stock.errors.push(type));
      peer.on('connection', (connection) =>
        connection.on('data', (data) => {
          stock.heard.push(data);
          void connection.send(['heard', data]);
        }),
      );
      const camera = () => navigator.mediaDevices.getUserMedia({ audio: { noiseSuppression: false }, video: true });
      peer.on('call', async (call) => {
        stock.call = call;
        call.answer(await camera());
      });
      globalThis.stock = stock;
    },
    [id, options] as const,
  );
  return page;
};

const errorsOf = (page: Page) => expect.poll(() => page.evaluate(() => stock.errors));

/** Its id, once the relay has said OPEN. */
const opened = async (page: Page): Promise<string> => {
  await expect.poll(() => page.evaluate(() => stock.peer.open)).toBe(true);
  return page.evaluate(() => stock.peer.id);
};

/** Whether the picture of the other side moves, and its sound is heard. */
const seesAndHears = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    const video = Object.assign(document.createElement('video'), { autoplay: true, muted: true });
    const show = (stream: MediaStream) => {
      video.srcObject = stream;
    };
    const { call } = stock;
    if (call?.remoteStream) show(call.remoteStream);
    else call?.on('stream', show);
    document.body.append(video);
  });
  const now = () =>
    page.evaluate(() => {
      const receivers = stock.call?.peerConnection.getReceivers() ?? [];
      const loudest = receivers
        .flatMap((receiver) => receiver.getSynchronizationSources())
        .reduce((most, { audioLevel = 0 }) => Math.max(most, audioLevel), 0);
      const video = document.querySelector('video');
      return { frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0, loudest };
    });
  await expect.poll(async () => (await now()).frames).toBeGreaterThan(10);
  // The fake microphone beeps now and then.
  await expect.poll(async () => (await now()).loudest, { intervals: [20] }).toBeGreaterThan(0.01);
};

test('[PJ5] two stock pages find each other through the relay and exchange data both ways', async () => {
  const [ann, bo] = [await openPeer(), await openPeer('bo')];
  expect(await opened(ann)).toMatch(/^[0-9a-f-]{36}$/);
  await opened(bo);
  await ann.evaluate(() => {
    const connection = stock.peer.connect('bo', { metadata: { from: 'ann' } });
    connection.on('open', () => void connection.send({ greeting: 'hello', list: [1, 2, 3] }));
    connection.on('data', (data) => stock.heard.push(data));
  });
  const greeting = { greeting: 'hello', list: [1, 2, 3] };
  await expect.poll(() => bo.evaluate(() => stock.heard)).toEqual([greeting]);
  await expect.poll(() => ann.evaluate(() => stock.heard)).toEqual([['heard', greeting]]);
  for (const page of [ann, bo]) {
    await errorsOf(page).toEqual([]);
    await page.context().close();
  }
});

test('[PJ5] a call of two stock pages is seen and heard on both sides, and ends on both', async () => {
  const [ann, bo] = [await openPeer('ann'), await openPeer('bo')];
  for (const page of [ann, bo]) await opened(page);
  await ann.evaluate(async () => {
    const camera = await navigator.mediaDevices.getUserMedia({ audio: { noiseSuppression: false }, video: true });
    stock.call = stock.peer.call('bo', camera);
  });
  await expect.poll(() => bo.evaluate(() => stock.call?.open)).toBe(true);
  for (const page of [ann, bo]) await seesAndHears(page);
  await ann.evaluate(() => stock.call?.close());
  await expect.poll(() => bo.evaluate(() => stock.call?.open)).toBe(false);
  for (const page of [ann, bo]) await page.context().close();
});

test('[PJ4] an id in use is told to the page, and so is one that nobody has', async () => {
  const [first, second] = [await openPeer('ann'), await openPeer('cy')];
  await opened(first);
  await opened(second);
  const third = await openPeer('ann');
  await errorsOf(third).toEqual(['unavailable-id']);
  await errorsOf(first).toEqual([]);
  await second.evaluate(() => void stock.peer.connect('nobody'));
  await errorsOf(second).toEqual(['peer-unavailable']);
  for (const page of [first, second, third]) await page.context().close();
});

test('[PJ3] a wrong key is told to the page, with an id of its own or without', async () => {
  const named = await openPeer('ann', { key: `${KEY}-not` });
  await errorsOf(named).toEqual(['invalid-key']);
  const nameless = await openPeer(undefined, { key: `${KEY}-not` });
  await errorsOf(nameless).toEqual(['server-error']);
  for (const page of [named, nameless]) await page.context().close();
});

test('[PJ4] a page that loses the relay has its id again once it reconnects', async () => {
  const ann = await openPeer('ann');
  await opened(ann);
  await relay.kill();
  await errorsOf(ann).toEqual(['network']);
  await relay.start();
  await ann.evaluate(() => stock.peer.reconnect());
  expect(await opened(ann)).toBe('ann');
  await ann.context().close();
});
