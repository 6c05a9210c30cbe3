import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { howMany } from '../how-many.ts';
import { startRelay } from '../relay/start-relay.ts';
import { buildRelay } from './build-relay.ts';
import type { Patch } from './bundle.ts';
import { NO_SYNC, TICK_BEFORE_COMMIT } from './mutants.ts';
import { foundTown } from './town.ts';
import { isWhole, noTracing, readTrace, type Traced, tracing } from './trace.ts';

const TICKS = howMany(1_000, 5_000);
const ENOUGH = 50;
const UNDER_WAY = 3;
const PATIENCE = { timeout: 20_000, interval: 10 };

if (noTracing) console.warn(`That the disk comes before the tick is not tested: ${noTracing}.`);

const traced = async (ticks: number, patches: readonly Patch[] = []): Promise<Traced> => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-trace-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'calls');
  const relay = await startRelay({ main: await buildRelay(patches), under: tracing(file) });
  const town = await foundTown(relay.url, { underWay: UNDER_WAY });
  await town.everyoneComes();
  town.talk();
  await town.ticks(ticks);
  town.everyoneLeaves();
  const pid = relay.pid();
  await relay.stop();
  await vi.waitUntil(() => isWhole(file, pid), PATIENCE);
  return readTrace(file);
};

describe.skipIf(noTracing)('as the system sees it', () => {
  test('[MB1] every tick leaves after the log with its message has reached the disk', async () => {
    const { ticks, early } = await traced(TICKS);
    console.info(`${ticks} ticks, ${early.length} before the disk`);
    expect(ticks).toBeGreaterThanOrEqual(TICKS);
    expect(early).toEqual([]);
  });

  test.each([
    ['does not wait for the disk', NO_SYNC],
    ['ticks before it commits', TICK_BEFORE_COMMIT],
  ])('a relay that %s is caught', async (_, mutant) => {
    const { early } = await traced(ENOUGH, [mutant]);
    expect(early).not.toEqual([]);
  });
});
