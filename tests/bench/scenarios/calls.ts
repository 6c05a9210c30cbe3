import { createEmulatedNetwork } from '#tests/e2e/fixtures/emulated-network.ts';
import type { CallPair } from '../browser/caller.ts';
import { peerJsPair } from '../browser/peerjs-pair.ts';
import { tincanPair } from '../browser/tincan-pair.ts';
import type { MetricName } from '../metrics.ts';
import type { Samples, Side } from '../samples.ts';

/** How far apart the two are: the round trip in ms, and where the times of such a call are told. */
interface Apart {
  readonly roundTrip: number;
  readonly ring?: MetricName;
  readonly callee: MetricName;
  readonly caller: MetricName;
  /** The same where the caller is seen while it rings. */
  readonly early?: MetricName;
}

const DISTANCES: readonly Apart[] = [
  { roundTrip: 0, ring: 'ring', callee: 'calleeAtCaller', caller: 'callerAtCallee', early: 'earlyCaller' },
  { roundTrip: 100, callee: 'calleeAtCaller100', caller: 'callerAtCallee100' },
  { roundTrip: 200, callee: 'calleeAtCaller200', caller: 'callerAtCallee200', early: 'earlyCaller200' },
];

/** `count` video calls by each over each distance, by turns, after one each that is not counted. */
export const calls = async (count: number, samples: Samples): Promise<void> => {
  const network = createEmulatedNetwork();
  const pairs: readonly (readonly [Side, CallPair])[] = [
    ['peer', await peerJsPair(network)],
    ['ours', await tincanPair(network)],
  ];
  const earlyPair = await tincanPair(network, { early: true });
  for (const [, pair] of pairs) await pair.call();
  await earlyPair.call();
  for (let i = 0; i < count; i++) {
    for (const { roundTrip, ring: rings, callee, caller, early } of DISTANCES) {
      network.setRoundTrip(roundTrip);
      for (const [side, pair] of pairs) {
        const { ring, calleeAtCaller, callerAtCallee } = await pair.call();
        if (rings) samples.add(rings, side, ring);
        samples.add(callee, side, calleeAtCaller);
        samples.add(caller, side, callerAtCallee);
      }
      if (early) samples.add(early, 'ours', (await earlyPair.call()).callerAtCallee);
    }
  }
  network.setRoundTrip(0);
  for (const pair of [...pairs.map(([, pair]) => pair), earlyPair]) await pair.close();
  network.close();
};
