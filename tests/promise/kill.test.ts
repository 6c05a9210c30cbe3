import { expect, test } from 'vitest';
import { howMany } from '../how-many.ts';
import { buildRelay } from './build-relay.ts';
import { KEPT } from './history.ts';
import { NO_DEDUP, TICK_BEFORE_COMMIT } from './mutants.ts';
import { survive } from './survive.ts';

const KILLS = howMany(200, 2_000);
/** So many are enough for a mistake to show, every time. */
const ENOUGH = 8;

test('[MB1] [MB2] [MB3] [MB5] a relay killed in the middle of its work loses nothing that was ticked', async () => {
  const survived = await survive({ main: await buildRelay(), kills: KILLS });
  console.info(`${KILLS} kills: ${survived.ticked} messages ticked`);
  expect(survived).toMatchObject({ ...KEPT, ticked: survived.written, integrity: 'ok' });
});

test('a relay that ticks before it commits is caught', async () => {
  const { lost } = await survive({ main: await buildRelay([TICK_BEFORE_COMMIT]), kills: ENOUGH });
  expect(lost).not.toEqual([]);
});

test('a relay that stores again what is sent again is caught', async () => {
  const { misplaced } = await survive({ main: await buildRelay([NO_DEDUP]), kills: ENOUGH });
  expect(misplaced).not.toEqual([]);
});

test('a client that acknowledges before it stores is caught', async () => {
  const { lost } = await survive({ main: await buildRelay(), kills: ENOUGH, acknowledgesFirst: true });
  expect(lost).not.toEqual([]);
});
