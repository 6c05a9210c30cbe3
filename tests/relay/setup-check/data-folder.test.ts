import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDatabase, checkDisk, checkFolder } from '../../../relay/features/setup-check/data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tincan-folder-'));
  mkdirSync(join(folder, 'tls'), { mode: 0o700 });
  for (const file of ['tincan.db', 'tls/key.pem']) writeFileSync(join(folder, file), '', { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder and files of the relay’s user alone are in order', async () => {
  expect(await checkFolder(folder)).toEqual({
    id: 'data-folder',
    state: 'ok',
    found: 'folder-private',
    about: folder,
  });
});

test.each([
  ['the folder', '', 0o755, '0755'],
  ['the database', 'tincan.db', 0o640, '0640'],
  ['a key in a folder', 'tls/key.pem', 0o604, '0604'],
])('%s that others may use is named with its mode', async (_, path, mode, said) => {
  chmodSync(join(folder, path), mode);
  const about = join(folder, path);
  expect(await checkFolder(folder)).toMatchObject({ state: 'failed', found: 'folder-open', about, said });
});

test('what the file system of a disk of its own keeps there, which only root may look into, is none of the relay’s', async () => {
  mkdirSync(join(folder, 'lost+found'));
  chmodSync(join(folder, 'lost+found'), 0o755);
  expect(await checkFolder(folder)).toMatchObject({ state: 'ok', found: 'folder-private' });
});

test('before the first start there is nothing to look at, unless the folder cannot be made', async () => {
  const about = join(folder, 'not', 'yet');
  expect(await checkFolder(about)).toMatchObject({ state: 'skipped', found: 'folder-missing', about });
  // A file in its way: nobody may make a folder there, root included.
  expect(await checkFolder('/proc/self/not-yet')).toMatchObject({ state: 'failed', found: 'folder-locked' });
});

const MIB = 1024 ** 2;

test.each([
  [5_000 * MIB, 1_000, 'ok', 'disk-room'],
  [500 * MIB, 1_000, 'warning', 'disk-little'],
  [50 * MIB, 1_000, 'failed', 'disk-full'],
  [5_000 * MIB, 10, 'failed', 'disk-full'],
])('with %i bytes and %i files left the disk is %s', async (bytes, files, state, found) => {
  expect(await checkDisk(folder, async () => ({ bytes, files }))).toMatchObject({ state, found, amount: bytes });
});

test('room is looked for where the folder will be', async () => {
  expect((await checkDisk(join(folder, 'not', 'yet'))).amount).toBeGreaterThan(0);
});

test('a database that takes no writes says why', async () => {
  expect(await checkDatabase(async () => {})).toMatchObject({ state: 'ok', amount: expect.any(Number) });
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  expect(await checkDatabase(() => Promise.reject(full))).toEqual({
    id: 'database',
    state: 'failed',
    found: 'database-fails',
    said: 'SQLITE_FULL',
  });
});
