import { expect, test } from 'vitest';
import { median } from '../bench/samples.ts';
import { howMany } from '../how-many.ts';
import { buildRelay } from './build-relay.ts';
import { KEPT } from './history.ts';
import { KEEPS_SOMETHING } from './mutants.ts';
import { type Life, type Soaked, soak } from './soak.ts';

const PEOPLE = 1_000;
const MINUTE_MS = 60_000;
/** `SOAK_MINUTES=14` tries it; with less than that nothing is said about memory. 0: not at all. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? howMany(0, 60));
const LIVES = Math.max(2, Math.round(MINUTES / 10));
/** Of a life of ten minutes; measured: 0.7 and 0.8, and 29 of the relay that keeps something. */
const MOST_GROWN_MIB = 3;
/** The crowd's HTTP connections come and go. */
const MOST_DESCRIPTORS = 10;

/** Of the lives that were long enough to say. */
const growthOf = (lives: readonly Life[]): number => {
  const grown = lives.map((life) => life.grown).filter((growth) => growth !== undefined);
  return grown.length === 0 ? 0 : median(grown);
};

const tell = ({ ticked, visits, lives }: Soaked): void =>
  console.info(`${visits} visits, ${ticked} messages ticked, ${JSON.stringify(lives)}`);

test.skipIf(MINUTES === 0)(
  `[MB1] [HE6] ${MINUTES} minutes of ${PEOPLE} people who come and go, with new starts: nothing is lost, memory and descriptors stay`,
  async () => {
    const main = await buildRelay();
    const soaked = await soak({ main, people: PEOPLE, lives: LIVES, lifeMs: (MINUTES / LIVES) * MINUTE_MS });
    tell(soaked);
    expect(soaked).toMatchObject({ ...KEPT, ticked: soaked.written });
    expect(soaked.ticked).toBeGreaterThan(PEOPLE);
    expect(soaked.lives.map(({ exitCode }) => exitCode)).toEqual(soaked.lives.map(() => 0));
    expect(Math.max(...soaked.lives.map(({ descriptors }) => descriptors))).toBeLessThanOrEqual(MOST_DESCRIPTORS);
    expect(growthOf(soaked.lives)).toBeLessThanOrEqual(MOST_GROWN_MIB);
  },
);

test.skipIf(MINUTES === 0)('a relay that keeps something of every socket is caught', async () => {
  const main = await buildRelay([KEEPS_SOMETHING]);
  const soaked = await soak({ main, people: PEOPLE, lives: 1, lifeMs: 7 * MINUTE_MS });
  tell(soaked);
  expect(Math.max(...soaked.lives.map(({ descriptors }) => descriptors))).toBeGreaterThan(MOST_DESCRIPTORS);
  expect(growthOf(soaked.lives)).toBeGreaterThan(MOST_GROWN_MIB);
});
