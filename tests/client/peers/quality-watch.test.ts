import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ofShare } from '#shared/client/peers/measure.ts';
import { LOOK_MS, type QualityWatchOptions, watchQuality } from '#shared/client/peers/quality-watch.ts';

/** A connection that has lost this share of what it sent so far, and this of what came. */
const network = () => {
  const counted = { sent: 0, received: 0, lostIn: 0 };
  const world = {
    lossOut: 0,
    lossIn: 0,
    connected: true,
    camera: true,
    share: false,
    shareLost: 0,
    way: 'P',
    rtt: 0.02,
  };
  const shown = { packetsReceived: 0, packetsLost: 0 };
  const reports = async () => {
    if (!world.connected) return [];
    counted.sent += 100;
    counted.received += 100 * (1 - world.lossIn);
    counted.lostIn += 100 * world.lossIn;
    shown.packetsReceived += 100 * (1 - world.shareLost);
    shown.packetsLost += 100 * world.shareLost;
    return [
      { type: 'candidate-pair', id: world.way, currentRoundTripTime: world.rtt },
      { type: 'outbound-rtp', id: 'O', kind: 'video', packetsSent: counted.sent },
      { type: 'remote-inbound-rtp', id: 'R', localId: 'O', fractionLost: world.lossOut },
      { type: 'inbound-rtp', id: 'I', kind: 'audio', packetsReceived: counted.received, packetsLost: counted.lostIn },
      ...(world.share ? [ofShare({ type: 'inbound-rtp', id: 'S', kind: 'video', ...shown })] : []),
    ];
  };
  const seen = { qualities: [] as unknown[], heights: [] as unknown[], told: [] as unknown[] };
  const options: QualityWatchOptions = {
    lowData: false,
    reports,
    sending: () => ({ camera: world.camera, share: world.share, sounds: 0 }),
    apply: ({ camera }) => seen.heights.push(camera === 'off' ? 'off' : camera.height),
    tell: (strains) => seen.told.push(strains),
    onLook: () => {},
    onQuality: (quality) => seen.qualities.push(quality),
    now: () => Date.now(),
  };
  return { world, seen, watch: watchQuality(options) };
};

const looks = (count: number) => vi.advanceTimersByTimeAsync(count * LOOK_MS);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('[R34] what has not changed is said once', async () => {
  const { seen, watch } = network();
  await looks(5);
  expect(seen.qualities).toEqual([{ bars: 4 }]);
  expect(watch.report()).toMatchObject({ quality: { bars: 4 }, measurement: { rtt: 20 }, mos: expect.closeTo(4.4, 1) });
  watch.stop();
});

test('[R35] loss makes the picture smaller until there is none, and it comes back', async () => {
  const { world, seen, watch } = network();
  await looks(2);
  world.lossOut = 0.3;
  await looks(14);
  expect(seen.heights).toEqual([720, 720, 540, 360, 270, 180, 'off']);
  expect(seen.qualities.at(-1)).toEqual({ bars: 1, trouble: { kind: 'slow', side: 'mine' }, remedy: 'no-picture' });
  world.lossOut = 0;
  await looks(8);
  expect(seen.heights.at(-1)).toBe(180);
  watch.stop();
});

test('[R35] another way is not measured by how near the former was', async () => {
  const { world, seen, watch } = network();
  await looks(5);
  Object.assign(world, { way: 'Q', rtt: 0.25 });
  await looks(10);
  Object.assign(world, { connected: false });
  await looks(2);
  Object.assign(world, { connected: true, way: 'R', rtt: 0.5 });
  await looks(10);
  expect(seen.heights).toEqual([720]);
  watch.stop();
});

test('[R34] a path that is lost is not measured, and nothing is made of the gap', async () => {
  const { world, seen, watch } = network();
  await looks(2);
  world.connected = false;
  await looks(10);
  world.connected = true;
  await looks(3);
  expect(seen.qualities).toEqual([{ bars: 4 }]);
  watch.stop();
});

test('[R35] saving data takes effect at once, and ends at once', async () => {
  const { seen, watch } = network();
  watch.setLowData(true);
  expect(seen.heights).toEqual([720, 270]);
  await looks(10);
  watch.setLowData(false);
  expect(seen.heights).toEqual([720, 270, 720]);
  watch.stop();
});

test('[R35] whoever saves data sends less of the camera as soon as something is shared', async () => {
  const { world, seen, watch } = network();
  watch.setLowData(true);
  world.share = true;
  watch.sendingChanged();
  expect(seen.heights).toEqual([720, 270, expect.closeTo(191, -1)]);
  watch.sendingChanged();
  world.share = false;
  watch.sendingChanged();
  expect(seen.heights.slice(3)).toEqual([270]);
  watch.stop();
});

test('[R34] what is bad about a share is said after two looks, told to the other side, and gone after two', async () => {
  const { world, seen, watch } = network();
  world.camera = false;
  world.share = true;
  await looks(3);
  watch.heard({ strain: 'cpu', share: 'cpu' });
  await looks(1);
  expect(seen.qualities).toEqual([{ bars: 4 }]);
  await looks(1);
  expect(seen.qualities.at(-1)).toEqual({ bars: 4, trouble: { kind: 'share-busy', side: 'theirs' } });
  watch.heard({ strain: 'none', share: 'none' });
  await looks(2);
  expect(seen.qualities.at(-1)).toEqual({ bars: 4 });
  world.shareLost = 0.09;
  await looks(2);
  expect(seen.qualities.at(-1)).toMatchObject({ trouble: { kind: 'share-gaps', side: 'between' } });
  world.lossOut = 0.3;
  await looks(4);
  expect(seen.told).toEqual([{ strain: 'none', share: 'bandwidth' }]);
  expect(seen.qualities.at(-1)).toMatchObject({ trouble: { kind: 'slow', side: 'mine' }, remedy: 'less-share' });
  watch.stop();
});
