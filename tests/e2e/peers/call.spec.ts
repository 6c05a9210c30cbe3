import { expect } from '@playwright/test';
import { happened, test } from './ends.ts';
import { BLUE, COPPER, camera, GREEN, isSilent, isStill, living, microphone, REMOTE, shows, sounds } from './senses.ts';

test('picture and sound arrive at both ends, with tracks set after connecting', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  await camera(caller, COPPER);
  await microphone(caller, 1000);
  await camera(callee, BLUE);
  await microphone(callee, 600);
  await shows(callee, COPPER);
  await shows(caller, BLUE);
  await sounds(callee, 1000);
  await sounds(caller, 600);
});

test('tracks set before connecting are in the first offer and answer', async ({
  ends: { caller, callee, connect },
}) => {
  await connect((page) => (page === caller ? [camera(page, COPPER), microphone(page, 1000)] : [camera(page, BLUE)]));
  await shows(callee, COPPER);
  await sounds(callee, 1000);
  await shows(caller, BLUE);
  await isSilent(caller);
});

test('a call with neither camera nor microphone connects, and each comes when it is there', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  await isSilent(callee);
  await microphone(callee, 600);
  await sounds(caller, 600);
  await camera(callee, GREEN);
  await shows(caller, GREEN);
});

test('camera and microphone go off and on again without renegotiation', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  const described = () => caller.evaluate(() => end.connections.at(-1)?.localDescription?.sdp);
  await camera(caller, COPPER);
  await microphone(caller, 1000);
  await shows(callee, COPPER);
  const before = await described();
  await camera(caller, undefined);
  await microphone(caller, undefined);
  await isStill(callee);
  await isSilent(callee);
  await camera(caller, GREEN);
  await microphone(caller, 1000);
  await shows(callee, GREEN);
  await sounds(callee, 1000);
  expect(await described()).toBe(before);
});

test('a camera that is turned on is small at first, and soon as large as it is', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  const widths = await callee.evaluateHandle((selector) => {
    const seen = new Set<number>();
    const video = document.querySelector<HTMLVideoElement>(selector);
    video?.addEventListener('resize', () => seen.add(video.videoWidth));
    return seen;
  }, REMOTE);
  await camera(caller, COPPER);
  // Before the first picture there may be one of two pixels.
  const seen = () => widths.evaluate((all) => [...all].filter((width) => width > 2));
  await expect.poll(seen).toEqual([160, 320]);
});

test('[R4] candidates that overtake their offer are kept', async ({ ends: { caller, callee, connect } }) => {
  await callee.evaluate(() => end.delayOffers(300));
  await connect();
  await camera(caller, COPPER);
  await shows(callee, COPPER);
});

test('messages told before the channel is open arrive once and in order', async ({
  ends: { caller, callee, connect },
}) => {
  await connect((page) => [
    page.evaluate(() => {
      end.link().tell({ type: 'devices', microphone: 'on', camera: 'off' });
      end.link().tell({ type: 'devices', microphone: 'on', camera: 'on' });
    }),
  ]);
  await happened(callee, 'message', 2);
  await happened(caller, 'message', 2);
  const cameras = await callee.evaluate(() =>
    end.events.map((event) => event.type === 'message' && event.message.type === 'devices' && event.message.camera),
  );
  expect(cameras.filter(Boolean)).toEqual(['off', 'on']);
});

test('hanging up arrives over the channel although the connection closes at once', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  await Promise.all([caller, callee].map((page) => page.evaluate(() => end.cutRelay(true))));
  await caller.evaluate(() => {
    end.link().tell({ type: 'hang-up' });
    end.link().close();
  });
  expect((await happened(callee, 'message')).message).toEqual({ type: 'hang-up' });
  await callee.evaluate(() => end.link().close());
  await expect.poll(() => living(caller)).toBe(0);
  await expect.poll(() => living(callee)).toBe(0);
});

test('hanging up before there is a channel goes over the relay', async ({ ends: { caller, callee } }) => {
  await caller.evaluate(() => end.open('caller'));
  await callee.evaluate(() => end.open('callee'));
  await caller.evaluate(() => {
    end.link().tell({ type: 'hang-up' });
    end.link().close();
  });
  expect((await happened(callee, 'message')).message).toEqual({ type: 'hang-up' });
  expect(await living(caller)).toBe(0);
});
