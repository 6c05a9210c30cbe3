import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { errand } from '../relay/errand.ts';
import { startRelay } from '../relay/start-relay.ts';
import { integrityOf } from './survive.ts';
import { foundTown } from './town.ts';

const UNDER_WAY = 6;
const SOME_TICKS = 300;

test('[MB10] a relay restored from a backup taken amid traffic has all that was ticked before it, once and in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-restore-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const relay = await startRelay();
  onTestFinished(() => relay.stop());
  const town = await foundTown(relay.url, { underWay: UNDER_WAY });
  town.talk();
  await town.someCome();
  await town.ticks(SOME_TICKS);

  let restorings = 0;
  const setBack = async (): Promise<ReadonlySet<string>> => {
    const before = town.ticked();
    const file = join(folder, `${restorings}.backup`);
    const running = town.ticks(SOME_TICKS);
    expect(await errand('backup', [file], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
    await running;
    await town.everyoneComes(); // they get further than the backup
    await town.ticks(SOME_TICKS);
    await relay.kill();
    const since = new Set([...town.ticked()].filter((message) => !before.has(message)));

    dataDir = join(folder, String(restorings++));
    expect(await errand('restore', [file], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
    await relay.start({ DATA_DIR: dataDir });
    await town.someCome();
    await town.ticks(SOME_TICKS);
    return since;
  };

  let dataDir = relay.dataDir;
  const first = await setBack();
  const second = await setBack(); // places have been moved once already
  const { written, ticked, lost, doubled, disordered } = await town.settle();
  town.everyoneLeaves();
  await relay.end();

  // What was ticked between a backup and its restoring is on those devices that were there.
  const promised = lost.filter((one) => {
    const message = one.split(' for ')[0] ?? '';
    return !first.has(message) && !second.has(message);
  });
  console.info(
    `${ticked} ticked, ${first.size + second.size} of them behind a backup, of which ${lost.length} did not reach a device`,
  );
  expect({ promised, doubled, disordered, ticked }).toEqual({
    promised: [],
    doubled: [],
    disordered: [],
    ticked: written,
  });
  expect(integrityOf(dataDir)).toBe('ok');
});
