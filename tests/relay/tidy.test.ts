import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../relay/config.ts';
import { createFeatures } from '../../relay/features.ts';
import { createAddresses } from '../../relay/hub/addresses.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import { limitsAt } from '../../relay/hub/limits.ts';
import { createPeople } from '../../relay/hub/people.ts';
import { createTickets } from '../../relay/hub/tickets.ts';
import { createLog } from '../../relay/log.ts';
import { type Store, StoreError } from '../../relay/store/store.ts';
import { tally } from '../../relay/tally.ts';

/** A relay's features over a store that has nothing, and fails at some of what it is asked. */
const featuresWhere = (failing: string, clock = Date.now) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tincan-tidy-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const asked: string[] = [];
  const given = new Map<string, readonly unknown[]>();
  const answer = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    asked.push(name);
    given.set(name, args);
    if (name === failing) throw new StoreError('disk_full', name);
    return ['endExpiredSessions', 'forgetBlobs', 'devices', 'blobs', 'calls'].includes(name) ? [] : undefined;
  };
  const store = new Proxy({} as Store, {
    get:
      (_, name) =>
      (...args: readonly unknown[]) =>
        answer(String(name), args),
  });
  const people = createPeople(store);
  const errors: unknown[] = [];
  const features = createFeatures({
    config: readConfig({ DATA_DIR: dataDir }),
    log: createLog('silent'),
    hub: createHub(new Map()),
    addresses: createAddresses(1),
    people,
    store,
    tickets: createTickets(people),
    limits: limitsAt(1),
    refusals: { frame: tally(), request: tally(), socket: tally() },
    isStopping: () => false,
    clock,
    onError: (error) => void errors.push(error),
  });
  return { dataDir, features, asked, given, errors };
};

const STEPS = ['endExpiredSessions', 'forgetBlobs', 'forgetRooms', 'devices', 'forgetTaken', 'needsCompaction'];

test.each(STEPS)('what has expired is forgotten also where %s fails', async (failing) => {
  const { features, asked, errors } = featuresWhere(failing);
  await features.tidy();
  expect(STEPS.filter((name) => asked.includes(name))).toEqual(STEPS);
  expect(errors).toHaveLength(1);
});

test('a relay starts also where what is left of files cannot be removed', async () => {
  const { dataDir, features, errors } = featuresWhere('nothing');
  writeFileSync(join(dataDir, 'blobs'), 'no folder');
  await features.prepare();
  expect(errors).toMatchObject([{ code: 'ENOTDIR' }]);
});

test('[MB14] a clock that jumps ahead takes neither sessions nor mail nor files with it', async () => {
  const DAY = 24 * 3_600_000;
  const began = Date.now();
  let now = began;
  const { features, given } = featuresWhere('nothing', () => now);
  await features.tidy();
  now += 400 * DAY;
  await features.tidy();
  expect(given.get('endExpiredSessions')).toEqual([{ idleBefore: began - 30 * DAY, begunBefore: began - 180 * DAY }]);
  expect(given.get('forgetBlobs')).toEqual([began - DAY, began - 30 * DAY]);
  expect(given.get('forgetTaken')).toEqual(['', began - 30 * DAY]);
  expect(given.get('saveClockSeen')).toEqual([{ clock: now, believed: began, aheadSince: now }]);
});
