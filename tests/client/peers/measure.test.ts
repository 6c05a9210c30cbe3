import { expect, test } from 'vitest';
import { measure, ofShare } from '#shared/client/peers/measure.ts';

const transport = { type: 'transport', id: 'T', selectedCandidatePairId: 'P' };
const pair = {
  type: 'candidate-pair',
  id: 'P',
  currentRoundTripTime: 0.08,
  availableOutgoingBitrate: 900_000,
  localCandidateId: 'L',
};
const local = { type: 'local-candidate', id: 'L', candidateType: 'relay' };

const inbound = (packetsReceived: number, packetsLost: number) => ({
  type: 'inbound-rtp',
  id: 'IA',
  kind: 'audio',
  packetsReceived,
  packetsLost,
  bytesReceived: packetsReceived * 100,
  jitter: 0.012,
  totalSamplesReceived: packetsReceived * 960,
  concealedSamples: packetsLost * 960,
  silentConcealedSamples: packetsLost * 480,
});
const outbound = (packetsSent: number) => ({
  type: 'outbound-rtp',
  id: 'OV',
  kind: 'video',
  packetsSent,
  bytesSent: packetsSent * 1_000,
  qualityLimitationReason: 'cpu',
  frameWidth: 640,
  frameHeight: 360,
  framesPerSecond: 24,
});
const theirs = (fractionLost: number) => ({ type: 'remote-inbound-rtp', id: 'R', localId: 'OV', fractionLost });

test('[R34] two looks give what happened between them', () => {
  const [before, nothing] = measure(
    [transport, pair, local, inbound(100, 0), outbound(50), theirs(0)],
    undefined,
    1_000,
  );
  expect(nothing).toBeUndefined();
  const [, measured] = measure([transport, pair, local, inbound(190, 10), outbound(250), theirs(0.1)], before, 3_000);
  expect(measured).toEqual({
    rtt: 80,
    jitter: 12,
    lossIn: 0.1,
    lossOut: 0.1,
    concealed: (10 * 480) / (90 * 960),
    frozen: 0,
    sent: 800,
    received: 36,
    available: 900,
    limited: 'cpu',
    relayed: true,
    picture: { out: { width: 640, height: 360, fps: 24 } },
  });
});

test('[R30] a fresh connection, which counts anew, is no loss and no gain', () => {
  const [before] = measure([pair, inbound(5_000, 400), outbound(5_000), theirs(0.06)], undefined, 0);
  const [, measured] = measure([pair, inbound(10, 0), outbound(10), theirs(0)], before, 2_000);
  expect(measured).toMatchObject({ lossIn: 0, lossOut: 0, sent: 0, received: 0, concealed: 0, relayed: false });
});

test('[R34] a share is measured by itself: what is lost of it, and what the device cannot keep up with', () => {
  const look = (packetsReceived: number, packetsLost: number, framesReceived: number, framesDropped: number) => [
    pair,
    inbound(packetsReceived, 0),
    ...[
      {
        type: 'inbound-rtp',
        id: 'IS',
        kind: 'video',
        packetsReceived,
        packetsLost,
        framesReceived,
        framesDropped,
        totalFreezesDuration: packetsReceived,
      },
    ].map(ofShare),
  ];
  const between = (before: readonly object[], after: readonly object[]) =>
    measure(after, measure(before, undefined, 0)[0], 2_000)[1];
  // A screen that holds still is not frozen.
  expect(between(look(0, 0, 0, 0), look(90, 10, 20, 5))).toMatchObject({
    frozen: 0,
    shareIn: { lost: 0.1, dropped: 0.25 },
  });
  expect(between(look(0, 0, 0, 0), look(3, 2, 2, 1))).toMatchObject({ shareIn: { lost: 0, dropped: 0 } });
  expect(between([pair, inbound(0, 0), outbound(0)], [pair, inbound(9, 0), outbound(9)])).not.toHaveProperty('shareIn');
});

test('[R34] what one share has counted is no loss of the voice when it ends, nor when the call has a fresh connection', () => {
  const shown = (packetsReceived: number, bytesReceived: number, ssrc = 'IS') =>
    ofShare({ type: 'inbound-rtp', id: ssrc, kind: 'video', packetsReceived, packetsLost: 0, bytesReceived });
  const [before] = measure([pair, inbound(5_000, 0), shown(9_000, 9_000_000)], undefined, 0);
  const [, measured] = measure([pair, inbound(5_099, 1)], before, 2_000);
  expect(measured).toMatchObject({ lossIn: 0.01, received: (99 * 100 * 8) / 1_000 / 2 });
  // Of two shares the other one goes on.
  const [both] = measure([pair, shown(9_000, 0), shown(500, 0, 'IT')], undefined, 0);
  const last = { ...shown(580, 0, 'IT'), packetsLost: 20 };
  expect(measure([pair, last], both, 2_000)[1]).toMatchObject({ shareIn: { lost: 0.2 } });
  const [former] = measure([pair, inbound(5_000, 0)], undefined, 0);
  const fresh = { ...inbound(99, 1), id: 'IB' };
  expect(measure([pair, fresh], former, 2_000)[1]).toMatchObject({ lossIn: 0.01 });
});

test('[R35] a picture that is not sent any more keeps the device busy no longer, whatever its last report says', () => {
  const [before] = measure([pair, outbound(50)], undefined, 0);
  expect(measure([pair, outbound(90)], before, 2_000)[1]).toMatchObject({ limited: 'cpu' });
  expect(measure([pair, outbound(50)], before, 2_000)[1]).not.toHaveProperty('limited');
  // One that the browser holds back for want of bandwidth sends nothing either.
  const short = { ...outbound(50), qualityLimitationReason: 'bandwidth' };
  expect(measure([pair, short], before, 2_000)[1]).toMatchObject({ limited: 'bandwidth' });
});
