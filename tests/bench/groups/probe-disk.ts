import { fdatasyncTimes } from '../machine.ts';
import type { Samples } from '../samples.ts';
import { scratch } from '../scratch.ts';

/** What the disk itself takes is told beside the ticks. */
export const probeDisk = (samples: Samples): void => {
  const times = fdatasyncTimes(scratch);
  samples.add('fdatasync', 'ours', times[Math.floor(times.length / 2)] ?? 0);
  samples.add('fdatasyncTail', 'ours', times[Math.floor(times.length * 0.99)] ?? 0);
};
