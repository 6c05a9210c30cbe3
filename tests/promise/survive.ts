import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type RunningRelay, startRelay } from '../relay/start-relay.ts';
import type { FrailDisk } from './disk.ts';
import type { Verdict } from './history.ts';
import { foundTown } from './town.ts';

const UNDER_WAY = 6;
/** Between two kills, so that there is traffic before and behind each. */
const FEWEST_TICKS = 20;
const MOST_TICKS = 80;
/** Longer than a commit takes: the kill may meet any step of it. */
const LONGEST_DELAY_MS = 12;

/** SQLite's own opinion of the file: `ok`. */
export const integrityOf = (dataDir: string): unknown => {
  const database = new Database(join(dataDir, 'tincan.db'));
  const answer = database.pragma('integrity_check', { simple: true });
  database.close();
  return answer;
};

export interface SurviveOptions {
  /** The relay to run, from build-relay.ts. */
  readonly main: string;
  readonly kills: number;
  /** Where each kill takes the power with it. */
  readonly disk?: FrailDisk;
  /** The mistake of the recipients that the harness must notice. */
  readonly acknowledgesFirst?: boolean;
}

export interface Survived extends Verdict {
  readonly integrity: unknown;
}

const lifeOf = async (relay: RunningRelay, options: SurviveOptions): Promise<Survived> => {
  const { kills, disk, acknowledgesFirst = false } = options;
  const town = await foundTown(relay.url, { underWay: UNDER_WAY, acknowledgesFirst });
  await relay.end();
  disk?.writeBack(); // the people are not at stake
  await relay.start();
  town.talk();

  for (let kill = 0; kill < kills; kill++) {
    await town.someCome();
    await town.ticks(randomInt(FEWEST_TICKS, MOST_TICKS) / 2);
    await town.stumble();
    await town.ticks(randomInt(FEWEST_TICKS, MOST_TICKS) / 2);
    await pass(randomInt(LONGEST_DELAY_MS + 1));
    await relay.kill();
    disk?.losePower();
    // Those who were there have noticed; some of the others come to the next one.
    await relay.start();
  }

  const verdict = await town.settle();
  town.everyoneLeaves();
  await relay.end();
  return { ...verdict, integrity: integrityOf(relay.dataDir) };
};

/** Kills the relay in the middle of its work, again and again, on the same data. */
export const survive = async (options: SurviveOptions): Promise<Survived> => {
  const { main, disk } = options;
  const relay = await startRelay({
    main,
    ...(disk && { dataDir: disk.dataDir, environment: disk.environment }),
  });
  try {
    return await lifeOf(relay, options);
  } finally {
    await relay.stop();
  }
};
