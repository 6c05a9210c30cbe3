import { expect } from '@playwright/test';
import { LOW_DATA_KBPS } from '#shared/core/quality/adaptation.ts';
import { happened, test } from './ends.ts';
import { BLUE, COPPER, camera, css, GREEN, living, microphone, shows, sounds, stream } from './senses.ts';

test('each side shares, stops and shares again; the cameras stay', async ({ ends: { caller, callee, connect } }) => {
  await connect();
  await camera(caller, COPPER);
  await camera(callee, COPPER);
  for (const [sharer, viewer] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    await sharer.evaluate((colour) => void end.share('tab', colour, 1000), css(BLUE));
    const first = await happened(viewer, 'remote-share');
    expect(first).toMatchObject({ kind: 'tab', sound: true });
    await shows(viewer, BLUE, stream(first.stream));
    await sounds(viewer, 1000, stream(first.stream));
    await shows(viewer, COPPER);

    await sharer.evaluate(() => end.link().stopShare('tab'));
    expect((await happened(viewer, 'remote-share-ended')).stream).toBe(first.stream);

    await sharer.evaluate((colour) => void end.share('screen', colour), css(GREEN));
    const second = await happened(viewer, 'remote-share', 2);
    expect(second).toMatchObject({ kind: 'screen', sound: false });
    await shows(viewer, GREEN, stream(second.stream));
    await sharer.evaluate(() => end.link().stopShare('screen'));
    await happened(viewer, 'remote-share-ended', 2);
    await shows(viewer, COPPER);
  }
  await expect.poll(() => living(caller)).toBe(1);
  await expect.poll(() => living(callee)).toBe(1);
});

test('both sides share at once, one of them twice, with the relay gone', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  for (const page of [caller, callee]) await page.evaluate(() => end.cutRelay(true));
  await caller.evaluate((colour) => void end.share('screen', colour), css(BLUE));
  await callee.evaluate((colour) => void end.share('screen', colour), css(GREEN));
  await shows(callee, BLUE, stream((await happened(callee, 'remote-share')).stream));
  await shows(caller, GREEN, stream((await happened(caller, 'remote-share')).stream));
  const first = await happened(callee, 'remote-share');
  await caller.evaluate((colour) => void end.share('screen', colour, undefined, 'second'), css(COPPER));
  const second = await happened(callee, 'remote-share', 2);
  expect([first.share, second.share]).toEqual(['screen', 'second']);
  await shows(callee, COPPER, stream(second.stream));
  await shows(callee, BLUE, stream(first.stream));
  await caller.evaluate(() => end.link().stopShare('screen'));
  expect((await happened(callee, 'remote-share-ended')).stream).toBe(first.stream);
  await shows(callee, COPPER, stream(second.stream));
});

test('[R35] whoever saves data sends no more than 300 kbit/s in all, with camera, share and its sound', async ({
  ends: { caller, callee, connect },
}) => {
  await connect((page) => (page === caller ? [camera(page, COPPER), microphone(page, 600)] : []));
  await caller.evaluate((colour) => {
    end.link().choose({ lowData: true, shares: end.shareChoices });
    end.share('tab', colour, 1000);
  }, css(BLUE));
  await shows(callee, BLUE, stream((await happened(callee, 'remote-share')).stream));
  const all = () =>
    caller.evaluate(() =>
      end.connections
        .filter(({ connectionState }) => connectionState === 'connected')
        .flatMap((connection) => connection.getSenders())
        .map((sender) => (sender.getParameters().encodings[0]?.maxBitrate ?? Number.NaN) / 1000),
    );
  await expect.poll(all).toHaveLength(4);
  await expect.poll(async () => (await all()).reduce((sum, kbps) => sum + kbps, 0)).toBeLessThanOrEqual(LOW_DATA_KBPS);
});

test('the viewer asks for the end of a share', async ({ ends: { caller, callee, connect } }) => {
  await connect();
  await caller.evaluate((colour) => void end.share('screen', colour), css(BLUE));
  await happened(callee, 'remote-share');
  await callee.evaluate(() => end.link().tell({ type: 'stop-your-share', share: 'screen' }));
  expect((await happened(caller, 'message')).message).toEqual({ type: 'stop-your-share', share: 'screen' });
  await happened(callee, 'remote-share-ended');
});

test('a share ends with its track', async ({ ends: { caller, callee, connect } }) => {
  await connect();
  await caller.evaluate((colour) => {
    const [track] = end.share('screen', colour).getVideoTracks();
    track?.dispatchEvent(new Event('ended'));
  }, css(BLUE));
  await caller.evaluate((colour) => void end.share('screen', colour), css(GREEN));
  await shows(callee, GREEN, stream((await happened(callee, 'remote-share')).stream));
});

test('a share started before the path is there, or whose connection dies, is offered when the path is well', async ({
  ends: { caller, callee, connect },
}) => {
  await connect((page) =>
    page === caller ? [page.evaluate((colour) => void end.share('screen', colour), css(BLUE))] : [],
  );
  const shown = await happened(callee, 'remote-share');
  await shows(callee, BLUE, stream(shown.stream));
  await callee.evaluate(() => end.connections.at(-1)?.close());
  await expect.poll(() => callee.evaluate(() => end.connections.length)).toBe(3);
  await shows(callee, BLUE, stream(shown.stream));

  // The call's own connection dies: the share comes back with it, in the same stream.
  await caller.evaluate(() => end.connections[0]?.close());
  await happened(callee, 'path-connected', 2);
  await shows(callee, BLUE, stream(shown.stream));
});

test('[R27] where another way is sought for the call it is sought for what is shared, too', async ({
  ends: { caller, callee, connect },
}) => {
  await connect();
  await callee.evaluate((colour) => void end.share('screen', colour), css(GREEN));
  const { stream: shared } = await happened(caller, 'remote-share');
  await shows(caller, GREEN, stream(shared));
  const credentials = () =>
    Promise.all(
      [caller, callee].map((page) =>
        page.evaluate(() => /a=ice-ufrag:(\S+)/.exec(end.connections.at(-1)?.localDescription?.sdp ?? '')?.[1]),
      ),
    );
  const before = await credentials();
  await caller.evaluate(() => dispatchEvent(new Event('online')));
  for (const side of [0, 1]) await expect.poll(async () => (await credentials())[side]).not.toBe(before[side]);
  await shows(caller, GREEN, stream(shared));
});
