import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createHealth, type HealthOptions } from '../../relay/features/health/health.ts';
import { startRelay } from './start-relay.ts';
import { newPerson, request } from './test-client.ts';

test('a relay that can write and has room is ready; one whose database cannot be written says so, and still lives', async () => {
  const relay = await startRelay();
  await newPerson(relay.url, 'ann');
  const ready = () => request(relay.url, '/health/ready');
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready' } });

  const limit = (bytes: number | string): void => {
    execFileSync('prlimit', ['--pid', String(relay.pid()), `--fsize=${bytes}:unlimited`]);
  };
  limit(statSync(join(relay.dataDir, 'tincan.db-wal')).size);
  await vi.waitFor(
    async () =>
      expect(await ready()).toMatchObject({
        status: 503,
        body: { error_code: 'unavailable', detail: 'database: the disk takes nothing' },
      }),
    { timeout: 5_000 },
  );
  expect((await request(relay.url, '/health')).status).toBe(200);

  limit('unlimited');
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 5_000 });
  await relay.stop();
});

test('with less room on the disk than is wanted it is not ready', async () => {
  const relay = await startRelay({ environment: { DISK_FREE_MIB: '1000000000' } });
  expect(await request(relay.url, '/health/ready')).toMatchObject({
    status: 503,
    body: { detail: expect.stringMatching(/^disk: \d+ MiB are free, 1000000000 are wanted$/) },
  });
  await relay.stop();
});

const complaintsOf = (more: Partial<HealthOptions>) =>
  createHealth({
    store: { tryToWrite: async () => undefined },
    dataDir: tmpdir(),
    freeMib: 0,
    isStopping: () => false,
    clock: () => 0,
    ...more,
  }).complaints();

test('each complaint is told, in words', async () => {
  expect(await complaintsOf({})).toEqual([]);
  const store = { tryToWrite: () => Promise.reject(new Error('no')) };
  expect(await complaintsOf({ store, freeMib: 1e12 })).toEqual([
    'database: it cannot be written',
    expect.stringContaining('disk: '),
  ]);
  expect(await complaintsOf({ isStopping: () => true })).toEqual(['relay: it is shutting down']);
});

test('a database that does not answer is not waited for', async () => {
  expect(await complaintsOf({ store: { tryToWrite: () => new Promise(() => undefined) } })).toEqual([
    'database: it does not answer',
  ]);
});

test('however many ask at a time, the disk is written once', async () => {
  const tryToWrite = vi.fn(async () => undefined);
  let now = 0;
  const health = createHealth({
    store: { tryToWrite },
    dataDir: tmpdir(),
    freeMib: 0,
    isStopping: () => false,
    clock: () => now,
  });
  await Promise.all([health.complaints(), health.complaints(), health.complaints()]);
  expect(tryToWrite).toHaveBeenCalledTimes(1);
  now = 1_000;
  await health.complaints();
  expect(tryToWrite).toHaveBeenCalledTimes(2);
});
