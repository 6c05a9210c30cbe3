import { describe, expect, test } from 'vitest';
import { howMany } from '../how-many.ts';
import { buildRelay } from './build-relay.ts';
import type { Patch } from './bundle.ts';
import { frailDisk, noFrailDisk } from './disk.ts';
import { KEPT } from './history.ts';
import { NO_SYNC, TICK_BEFORE_COMMIT } from './mutants.ts';
import { type Survived, survive } from './survive.ts';

const LOSSES = howMany(150, 1_500);
const LOSSES_WHILE_CHECKPOINTING = howMany(50, 500);
const ENOUGH = 5;

/** No mistake: the log goes into the database so often that the power is likely to go meanwhile. */
const CHECKPOINTS: Patch = {
  file: 'relay/store/sqlite/database.ts',
  from: 'wal_autocheckpoint = 4000',
  to: 'wal_autocheckpoint = 20',
};

const losing = async (losses: number, patches: readonly Patch[] = []): Promise<Survived> =>
  survive({ main: await buildRelay(patches), kills: losses, disk: frailDisk() });

if (noFrailDisk) console.warn(`Power losses are not tested: ${noFrailDisk}.`);

describe.skipIf(noFrailDisk)('when the power goes in the middle of its work', () => {
  test.each([
    { when: '', losses: LOSSES, patches: [] },
    { when: ', also while the log goes into the database', losses: LOSSES_WHILE_CHECKPOINTING, patches: [CHECKPOINTS] },
  ])('[MB1] [MB2] [MB3] [MB5] a relay loses nothing that was ticked$when', async ({ losses, patches }) => {
    const survived = await losing(losses, patches);
    console.info(`${losses} power losses: ${survived.ticked} messages ticked`);
    expect(survived).toMatchObject({ ...KEPT, ticked: survived.written, integrity: 'ok' });
  });

  test.each([
    ['does not wait for the disk', NO_SYNC],
    ['ticks before it commits', TICK_BEFORE_COMMIT],
  ])('a relay that %s is caught', async (_, mutant) => {
    const { lost } = await losing(ENOUGH, [mutant]);
    expect(lost).not.toEqual([]);
  });
});
