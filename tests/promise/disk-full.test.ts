import { describe, expect, test, vi } from 'vitest';
import { startRelay } from '../relay/start-relay.ts';
import { buildRelay } from './build-relay.ts';
import type { Patch } from './bundle.ts';
import { frailDisk, mountedDisk, noFrailDisk, noMountedDisk, type SmallDisk } from './disk.ts';
import { KEPT } from './history.ts';
import { TICK_BEFORE_COMMIT } from './mutants.ts';
import { integrityOf, type Survived } from './survive.ts';
import { foundTown } from './town.ts';

const TICKS = 100;
const PATIENCE = { timeout: 20_000, interval: 10 };
/** As clients do: what is refused must not be overtaken. */
const UNDER_WAY = 1;

const DISKS = [
  { name: 'a small file system', open: mountedDisk, missing: noMountedDisk },
  { name: 'a disk that refuses to grow', open: frailDisk, missing: noFrailDisk },
];

/** Fills the disk in the middle of the traffic, and frees it without a new start of the relay. */
const fillAndFree = async (disk: SmallDisk, patches: readonly Patch[] = []): Promise<Survived> => {
  const { dataDir, environment } = disk;
  const relay = await startRelay({ main: await buildRelay(patches), dataDir, environment });
  try {
    const town = await foundTown(relay.url, { underWay: UNDER_WAY });
    await town.everyoneComes();
    town.talk();
    await town.ticks(TICKS);

    disk.fill();
    await vi.waitUntil(() => town.devices.every((device) => device.refusals() > 1), PATIENCE);
    await town.stumble();
    disk.free();

    await town.ticks(TICKS);
    const verdict = await town.settle();
    await relay.end();
    return { ...verdict, integrity: integrityOf(dataDir) };
  } finally {
    await relay.stop();
  }
};

describe.each(DISKS)('on $name', ({ name, open, missing }) => {
  if (missing) console.warn(`Being full is not tested on ${name}: ${missing}.`);

  test.skipIf(missing)('[MB1] nobody is told what is not so, and all goes on when there is room again', async () => {
    const survived = await fillAndFree(open());
    console.info(`full and freed: ${survived.ticked} messages ticked`);
    expect(survived).toMatchObject({ ...KEPT, ticked: survived.written, integrity: 'ok' });
  });

  test.skipIf(missing)('a relay that ticks what it cannot store is caught', async () => {
    const { lost } = await fillAndFree(open(), [TICK_BEFORE_COMMIT]);
    expect(lost).not.toEqual([]);
  });
});
