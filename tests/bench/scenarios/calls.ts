import type { CallPair } from '../browser/caller.ts';
import { createDistance } from '../browser/distance.ts';
import { peerJsPair } from '../browser/peerjs-pair.ts';
import { tincanPair } from '../browser/tincan-pair.ts';
import type { Samples, Side } from '../samples.ts';

/** How far apart the two are: the round trip in ms, and where the times of such a call are told. */
const DISTANCES = [
  { roundTrip: 0, ring: 'ring', callee: 'calleeAtCaller', caller: 'callerAtCallee' },
  { roundTrip: 100, callee: 'calleeAtCaller100', caller: 'callerAtCallee100' },
  { roundTrip: 200, callee: 'calleeAtCaller200', caller: 'callerAtCallee200' },
] as const;

/** `count` video calls by each over each distance, by turns, after one each that is not counted. */
export const calls = async (count: number, samples: Samples): Promise<void> => {
  const distance = createDistance();
  const pairs: readonly (readonly [Side, CallPair])[] = [
    ['peer', await peerJsPair(distance)],
    ['ours', await tincanPair(distance)],
  ];
  for (const [, pair] of pairs) await pair.call();
  for (let i = 0; i < count; i++) {
    for (const { roundTrip, callee, caller, ...near } of DISTANCES) {
      distance.setRoundTrip(roundTrip);
      for (const [side, pair] of pairs) {
        const { ring, calleeAtCaller, callerAtCallee } = await pair.call();
        if ('ring' in near) samples.add(near.ring, side, ring);
        samples.add(callee, side, calleeAtCaller);
        samples.add(caller, side, callerAtCallee);
      }
    }
  }
  distance.setRoundTrip(0);
  for (const [, pair] of pairs) await pair.close();
  distance.close();
};
