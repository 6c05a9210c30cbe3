import { describe, expect, test } from 'vitest';
import { howMany } from '../how-many.ts';
import { buildRelay } from './build-relay.ts';
import { frailDisk, noFrailDisk } from './disk.ts';
import { KEPT } from './history.ts';
import { NO_SYNC, TICK_BEFORE_COMMIT } from './mutants.ts';
import { survive } from './survive.ts';

const LOSSES = howMany(200, 2_000);
const ENOUGH = 5;

if (noFrailDisk) console.warn(`Power losses are not tested: ${noFrailDisk}.`);

describe.skipIf(noFrailDisk)('when the power goes in the middle of its work', () => {
  test('[MB1] [MB2] [MB3] [MB5] a relay loses nothing that was ticked', async () => {
    const survived = await survive({ main: await buildRelay(), kills: LOSSES, disk: frailDisk() });
    console.info(`${LOSSES} power losses: ${survived.ticked} messages ticked`);
    expect(survived).toMatchObject({ ...KEPT, ticked: survived.written, integrity: 'ok' });
  });

  test('a relay that does not wait for the disk is caught', async () => {
    const { lost } = await survive({ main: await buildRelay([NO_SYNC]), kills: ENOUGH, disk: frailDisk() });
    expect(lost).not.toEqual([]);
  });

  test('a relay that ticks before it commits is caught', async () => {
    const { lost } = await survive({ main: await buildRelay([TICK_BEFORE_COMMIT]), kills: ENOUGH, disk: frailDisk() });
    expect(lost).not.toEqual([]);
  });
});
