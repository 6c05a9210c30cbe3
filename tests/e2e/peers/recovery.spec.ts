import { expect, type Page } from '@playwright/test';
import { UNHEARD_MS } from '#shared/client/peers/pulse.ts';
import { capsAt, leastStep } from '#shared/core/quality/adaptation.ts';
import { happened, test } from './ends.ts';
import { allowed, BLUE, COPPER, camera, credentials, GREEN, isStill, living, shows } from './senses.ts';

const cutRelay = (pages: readonly Page[], cut: boolean) =>
  Promise.all(pages.map((page) => page.evaluate((cut) => end.cutRelay(cut), cut)));

/** Lets the page lose that share of its media packets, in per cent. To be called before it connects. */
const packetLoss = async (page: Page): Promise<(percent: number) => Promise<unknown>> => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const unlimited = {
    offline: false,
    latency: 1,
    downloadThroughput: 1e8,
    uploadThroughput: 1e8,
    packetQueueLength: 0,
  };
  const loss = (packetLoss: number) => devtools.send('Network.emulateNetworkConditions', { ...unlimited, packetLoss });
  await loss(0);
  return loss;
};

const happenings = (page: Page) => page.evaluate(() => end.events.map(({ type }) => type));

test('[R31] with the relay gone the call goes on: pictures change and the path restarts over the channel', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  await cutRelay([caller, callee], true);
  await camera(caller, COPPER);
  await shows(callee, COPPER);
  for (const page of [caller, callee]) {
    const before = await credentials(page);
    await page.evaluate(() => end.fakeState('failed'));
    await happened(page, 'path-lost');
    await happened(page, 'path-connected', 2);
    await expect.poll(() => credentials(page)).not.toBe(before);
  }
  await camera(callee, BLUE);
  await shows(caller, BLUE);
  await camera(caller, GREEN);
  await shows(callee, GREEN);
});

test('[TU2] a restart and a fresh connection ask the servers that were named last, with the credentials of then', async ({
  ends: { caller, callee, connect },
}) => {
  const name = (username: string) =>
    Promise.all(
      [caller, callee].map((page) =>
        page.evaluate((username) => {
          // Nobody is there: what counts is what would be asked.
          end.nameServers({ urls: 'turn:127.0.0.1:9', username, credential: 'of an hour' });
        }, username),
      ),
    );
  const named = () =>
    Promise.all(
      [caller, callee].map((page) =>
        page.evaluate(() => end.connections.at(-1)?.getConfiguration().iceServers?.[0]?.username),
      ),
    );
  await name('first');
  await connect();
  expect(await named()).toEqual(['first', 'first']);
  await name('second');
  const before = await credentials(callee);
  await callee.evaluate(() => end.fakeState('failed'));
  await happened(callee, 'path-connected', 2);
  await expect.poll(() => credentials(callee)).not.toBe(before);
  expect(await named()).toEqual(['second', 'second']);
  await name('third');
  await caller.evaluate(() => end.connections.at(-1)?.close());
  await happened(callee, 'path-connected', 3);
  expect(await named()).toEqual(['third', 'third']);
});

test('[R28] both sides restart at once and neither waits for the other', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  const before = await Promise.all([credentials(caller), credentials(callee)]);
  await Promise.all([caller, callee].map((page) => page.evaluate(() => end.fakeState('failed'))));
  await happened(caller, 'path-connected', 2);
  await happened(callee, 'path-connected', 2);
  await expect.poll(() => credentials(caller)).not.toBe(before[0]);
  await expect.poll(() => credentials(callee)).not.toBe(before[1]);
  await camera(caller, COPPER);
  await shows(callee, COPPER);
});

test('[R30] a fresh connection takes the place of one that was closed, whoever closed it', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  await camera(caller, COPPER);
  await camera(callee, BLUE);
  await shows(callee, COPPER);
  let round = 1;
  for (const page of [caller, callee]) {
    round += 1;
    await page.evaluate(() => end.connections.at(-1)?.close());
    await happened(caller, 'path-connected', round);
    await happened(callee, 'path-connected', round);
    await shows(callee, COPPER);
    await shows(caller, BLUE);
  }
  expect(await living(caller)).toBe(1);
  expect(await living(callee)).toBe(1);
  expect((await happenings(callee)).filter((type) => type === 'remote-stream')).toHaveLength(1);
});

test('[R30] a first connection that brings nothing although it is connected is replaced', async ({
  ends: { caller, callee, connect },
}) => {
  await callee.evaluate(() => {
    let first = true;
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        if (first) this.addEventListener('datachannel', (event) => event.stopImmediatePropagation());
        first = false;
      }
    };
  });
  await connect();
  // By the callee itself: the caller's restart would not help.
  expect(await happened(callee, 'path-lost')).toMatchObject({ ago: UNHEARD_MS });
  await happened(callee, 'path-connected', 2);
  await happened(caller, 'path-connected', 2);
  await camera(caller, COPPER);
  await shows(callee, COPPER);
  expect(await living(caller)).toBe(1);
  expect(await living(callee)).toBe(1);
});

/** What whoever saves data may send, in kbit/s: voice and camera. */
const SAVING = (({ voice, camera }) => [voice, camera === 'off' ? 0 : camera.kbps])(capsAt(leastStep(true)));
const saveData = (page: Page) => page.evaluate(() => end.link().choose({ lowData: true, shares: end.shareChoices }));

test('[R30] [R35] whoever saves data goes on saving it on a fresh connection, and from the first', async ({
  ends: { caller, callee, connect },
}) => {
  // The callee has chosen before the offer is there.
  await connect((page) => (page === callee ? [saveData(page), camera(page, BLUE)] : [camera(page, COPPER)]));
  await expect.poll(() => allowed(callee)).toEqual(SAVING);
  await saveData(caller);
  await expect.poll(() => allowed(caller)).toEqual(SAVING);
  await caller.evaluate(() => end.connections.at(-1)?.close());
  await happened(caller, 'path-connected', 2);
  await happened(callee, 'path-connected', 2);
  await shows(callee, COPPER);
  await expect.poll(() => allowed(caller)).toEqual(SAVING);
  await expect.poll(() => allowed(callee)).toEqual(SAVING);
});

test('[R18] [R35] a page that is loaded again finds the other side saving data as before', async ({
  ends: { caller, callee, connect, dial },
}) => {
  await connect();
  await camera(caller, COPPER);
  await saveData(caller);
  await callee.reload();
  await dial(callee);
  await callee.evaluate(() => end.open('callee', true));
  await happened(caller, 'peer-renewed');
  await shows(callee, COPPER);
  await expect.poll(() => allowed(caller)).toEqual(SAVING);
});

test('[R18] a page that is loaded again takes its place, whichever side it is, and messages go both ways', async ({
  ends: { caller, callee, connect, dial },
}) => {
  await connect();
  await camera(caller, COPPER);
  await camera(callee, BLUE);
  await shows(callee, COPPER);
  for (const [page, other, role] of [
    [callee, caller, 'callee'],
    [caller, callee, 'caller'],
  ] as const) {
    await page.reload();
    await dial(page);
    await page.evaluate((role) => end.open(role, true), role);
    await happened(page, 'path-connected');
    await happened(other, 'peer-renewed');
    await shows(page, other === caller ? COPPER : GREEN);
    await camera(page, GREEN);
    await shows(other, GREEN);
    for (const [from, to] of [
      [page, other],
      [other, page],
    ] as const) {
      const before = (await happenings(to)).filter((type) => type === 'message').length;
      await from.evaluate(() => end.link().tell({ type: 'watching' }));
      await happened(to, 'message', before + 1);
    }
  }
});

test('[R27] the network goes away and comes back: the path is lost, restarts, and the picture returns', async ({
  ends: { caller, callee, connect },
}) => {
  const loss = await packetLoss(caller);
  await connect();
  await camera(callee, BLUE);
  await shows(caller, BLUE);
  const before = await credentials(caller);
  await loss(100);
  await happened(caller, 'path-lost');
  await happened(callee, 'path-lost');
  await isStill(caller);
  await loss(0);
  await happened(caller, 'path-connected', 2);
  await happened(callee, 'path-connected', 2);
  await shows(caller, BLUE);
  expect(await credentials(caller)).not.toBe(before);
});

test('[R32] a peer whose browser died is noticed in 3 seconds', async ({ ends: { caller, callee, connect } }) => {
  await connect();
  await camera(callee, BLUE);
  await shows(caller, BLUE);
  const died = Date.now();
  await callee.goto('chrome://crash').catch(() => {});
  const lost = await happened(caller, 'path-lost');
  expect(lost.at - died).toBeLessThan(6000);
});
