import { expect, onTestFinished, test } from 'vitest';
import { howMany } from '#tests/how-many.ts';
import { startRelay } from '#tests/relay/start-relay.ts';
import { buildRelay } from '../build-relay.ts';
import type { ClientCode } from '../network/client-code.ts';
import { buildClient } from './build-client.ts';
import { MUTANTS } from './mutants.ts';
import { planOf } from './plan.ts';
import { run } from './run.ts';

// Two people on up to four devices talk while clients, networks and the relay fail. In the end all have the same.

const HISTORIES = howMany(50, 1_000);
/** Each has a relay of its own, which it may kill. */
const AT_A_TIME = 3;
/** In so many a mistake has shown, every time. */
const ENOUGH = 30;

/** With four times the work that the machine can do, the slowest of sixty took fourteen seconds to be well again. */
const PATIENCE_MS = 60_000;
/** For a client that has a mistake: it is never well. */
const BROKEN_PATIENCE_MS = 10_000;

/** `HISTORY=17` lets that one happen alone. */
const alone = process.env.HISTORY;
const seeds = Array.from({ length: HISTORIES }, (_, index) => index + 1);

interface Broken {
  readonly seed: number;
  readonly wrong: readonly string[];
}

/** Lets histories happen, some at a time; with a client that has a mistake, until the first goes wrong. */
const survey = async (seeds: readonly number[], mutant?: ClientCode): Promise<readonly Broken[]> => {
  const main = await buildRelay();
  const waiting = [...seeds];
  const broken: Broken[] = [];
  const work = async (): Promise<void> => {
    const relay = await startRelay({ main, environment: { MAX_SOCKETS_PER_IP: '1000' } });
    onTestFinished(() => relay.stop());
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const wrong = await run({
        plan: planOf(seed),
        relay,
        patience: mutant ? BROKEN_PATIENCE_MS : PATIENCE_MS,
        code: mutant,
      });
      if (wrong.length === 0) continue;
      broken.push({ seed, wrong });
      if (mutant) waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, seeds.length) }, work));
  return broken;
};

test('[MB1] [MB3] [MB5] [RE3] whatever fails, all devices of both people end with the same conversation', async () => {
  expect(await survey(alone === undefined ? seeds : [Number(alone)])).toEqual([]);
});

for (const { name, patches } of MUTANTS) {
  test.skipIf(alone !== undefined)(`a client that ${name} is caught`, async () => {
    const broken = await survey(seeds.slice(0, ENOUGH), await buildClient(patches));
    expect(broken).not.toEqual([]);
  });
}
