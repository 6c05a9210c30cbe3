import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { median } from '../bench/samples.ts';
import { scrape } from '../relay/scrape.ts';
import { type RunningRelay, startRelay } from '../relay/start-relay.ts';
import { gatherCrowd } from './crowd.ts';
import type { Verdict } from './history.ts';

const SAMPLE_MS = 1_000;
/**
 * By then as much is forgotten as is kept anew: what is known of a socket that has gone stays for the 300 s of its resume
 * ticket. What the relay uses is compiled long before (measured: 110 s).
 */
const WARM_MS = 330_000;
/** A shorter time says nothing about memory, whose size goes up and down by a few MB. */
const LEAST_MS = 50_000;
const MIB = 1024 * 1024;

export interface SoakOptions {
  /** The relay to run, from build-relay.ts. */
  readonly main: string;
  readonly people: number;
  /** A new start between one and the next. */
  readonly lives: number;
  readonly lifeMs: number;
}

/** One run of the relay, by what it said of itself. */
export interface Life {
  /** By how many MiB its resident memory grew once it was warm, as the slope of all samples has it; not of a short life. */
  readonly grown: number | undefined;
  /** How many descriptors that are no socket it had more at the end than at the beginning. */
  readonly descriptors: number;
  readonly exitCode: number | null;
}

export interface Soaked extends Verdict {
  readonly visits: number;
  readonly lives: readonly Life[];
}

interface Sample {
  /** Milliseconds since the start of the life. */
  readonly at: number;
  readonly memory: number;
  readonly descriptors: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What the line through these samples (least squares) gains from the first to the last of them. */
const growthOf = (samples: readonly Sample[]): number => {
  const [at, memory] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one.memory))];
  const slope =
    samples.reduce((sum, one) => sum + (one.at - at) * (one.memory - memory), 0) /
    samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  return slope * ((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0));
};

const watch = async ({ url }: RunningRelay, ms: number): Promise<readonly Sample[]> => {
  const samples: Sample[] = [];
  const began = performance.now();
  for (let at = 0; at < ms; at = performance.now() - began) {
    await pass(SAMPLE_MS);
    const now = await scrape(url);
    samples.push({
      at,
      memory: now.value('process_resident_memory_bytes') / MIB,
      descriptors: now.value('process_open_fds') - now.value('tincan_endpoints'),
    });
  }
  return samples;
};

const judgeLife = (samples: readonly Sample[], exitCode: number | null): Life => {
  const warm = samples.filter(({ at }) => at >= WARM_MS);
  const isLong = (warm.at(-1)?.at ?? 0) - WARM_MS >= LEAST_MS;
  const quarter = Math.ceil(samples.length / 4);
  const descriptors = samples.map((sample) => sample.descriptors);
  return {
    grown: isLong ? growthOf(warm) : undefined,
    descriptors: median(descriptors.slice(-quarter)) - median(descriptors.slice(0, quarter)),
    exitCode,
  };
};

/** Lets a crowd come and go for a long time, ends the relay in the middle of it now and then, and starts it again. */
export const soak = async ({ main, people, lives, lifeMs }: SoakOptions): Promise<Soaked> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tincan-soak-'));
  const assemble = await gatherCrowd(dataDir, people);
  const relay = await startRelay({ main, dataDir, environment: { MAX_SOCKETS_PER_IP: String(people * 2) } });
  try {
    const crowd = assemble(relay.url);
    const lived: Life[] = [];
    while (lived.length < lives) {
      const samples = await watch(relay, lifeMs);
      lived.push(judgeLife(samples, await relay.end()));
      await relay.start();
    }
    return { ...(await crowd.settle()), visits: crowd.visits(), lives: lived };
  } finally {
    await relay.stop();
  }
};
