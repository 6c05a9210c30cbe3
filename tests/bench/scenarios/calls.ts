import { createEmulatedNetwork, type EmulatedNetwork } from '#tests/e2e/fixtures/emulated-network.ts';
import type { CallPair, CallTimes } from '../browser/caller.ts';
import { peerJsPair } from '../browser/peerjs-pair.ts';
import { tincanPair } from '../browser/tincan-pair.ts';
import type { MetricName } from '../metrics.ts';
import type { Samples, Side } from '../samples.ts';

const TIMES = ['ring', 'calleeAtCaller', 'callerAtCallee'] as const satisfies readonly (keyof CallTimes)[];

/** Where the times of a call are told. */
type Told = { readonly [Time in (typeof TIMES)[number] | 'bothHear']?: MetricName };

/** How far apart the two are: the round trip in ms, and what is told of it. */
interface Apart extends Told {
  readonly roundTrip: number;
  /** Where the caller is seen while it rings. */
  readonly early?: Told;
  /** Where PeerJS opens the camera at the answer, as we do. */
  readonly opening?: Told;
  /** Where nothing happens while it rings. */
  readonly cold?: Told;
}

const DISTANCES: readonly Apart[] = [
  {
    roundTrip: 0,
    ring: 'ring',
    calleeAtCaller: 'calleeAtCaller',
    callerAtCallee: 'callerAtCallee',
    bothHear: 'bothHear',
    early: { callerAtCallee: 'earlyCaller' },
    opening: { calleeAtCaller: 'calleeOpening' },
    cold: { calleeAtCaller: 'coldCalleeAtCaller', callerAtCallee: 'coldCallerAtCallee', bothHear: 'coldBothHear' },
  },
  { roundTrip: 100, calleeAtCaller: 'calleeAtCaller100', callerAtCallee: 'callerAtCallee100' },
  {
    roundTrip: 200,
    calleeAtCaller: 'calleeAtCaller200',
    callerAtCallee: 'callerAtCallee200',
    bothHear: 'bothHear200',
    early: { callerAtCallee: 'earlyCaller200' },
    opening: { calleeAtCaller: 'calleeOpening200' },
  },
];

/** Those who call each other, and where their calls over such a distance are told. */
interface Callers {
  readonly side: Side;
  readonly open: (network: EmulatedNetwork) => Promise<CallPair>;
  readonly told: (apart: Apart) => readonly (Told | undefined)[];
}

const CALLERS: readonly Callers[] = [
  { side: 'peer', open: (network) => peerJsPair(network, 'open before'), told: (apart) => [apart] },
  { side: 'peer', open: (network) => peerJsPair(network, 'opened at the answer'), told: ({ opening }) => [opening] },
  { side: 'ours', open: (network) => tincanPair(network, 'warm'), told: (apart) => [apart, apart.opening] },
  { side: 'ours', open: (network) => tincanPair(network, 'early'), told: ({ early }) => [early] },
  { side: 'ours', open: (network) => tincanPair(network, 'cold'), told: ({ cold }) => [cold] },
];

/** The others' browsers are closed meanwhile: cameras that are open in them would take half of the machine. */
const callEachOther = async ({ side, open, told }: Callers, count: number, samples: Samples): Promise<void> => {
  const network = createEmulatedNetwork();
  const pair = await open(network);
  await pair.call();
  for (let i = 0; i < count; i++) {
    for (const apart of DISTANCES) {
      const places = told(apart).filter((place) => place !== undefined);
      if (places.length === 0) continue;
      network.setRoundTrip(apart.roundTrip);
      const times = await pair.call();
      for (const place of places) {
        for (const time of TIMES) {
          const metric = place[time];
          if (metric) samples.add(metric, side, times[time]);
        }
        if (place.bothHear) samples.add(place.bothHear, side, await pair.hear());
      }
    }
  }
  network.setRoundTrip(0);
  await pair.close();
  network.close();
};

/** Twice half of `count` video calls by each over each distance, by turns, after one that is not counted. */
export const calls = async (count: number, samples: Samples): Promise<void> => {
  for (let turn = 0; turn < 2; turn++)
    for (const callers of CALLERS) await callEachOther(callers, Math.ceil(count / 2), samples);
};
