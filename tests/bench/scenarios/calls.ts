import type { CallPair } from '../browser/caller.ts';
import { peerJsPair } from '../browser/peerjs-pair.ts';
import { tincanPair } from '../browser/tincan-pair.ts';
import type { Samples, Side } from '../samples.ts';

/** `count` video calls by each, by turns, after one each that is not counted. */
export const calls = async (count: number, samples: Samples): Promise<void> => {
  const pairs: readonly (readonly [Side, CallPair])[] = [
    ['peer', await peerJsPair()],
    ['ours', await tincanPair()],
  ];
  for (let i = 0; i <= count; i++) {
    for (const [side, pair] of pairs) {
      const { ring, calleeAtCaller, callerAtCallee } = await pair.call();
      if (i === 0) continue;
      samples.add('ring', side, ring);
      samples.add('calleeAtCaller', side, calleeAtCaller);
      samples.add('callerAtCallee', side, callerAtCallee);
    }
  }
  for (const [, pair] of pairs) await pair.close();
};
