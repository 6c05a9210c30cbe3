import { readlinkSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPartFiles } from '../../relay/features/blobs/part-files.ts';
import { StoreError } from '../../relay/store/store.ts';
import { aloneBlobs, filesIn } from './blob-scene.ts';

// Files on their way, where the disk does not do as it should.

const GIB = 2 ** 30;

const hundred = async function* () {
  yield new Uint8Array(100);
};

const partFiles = async (free = async () => GIB) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tincan-parts-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const errors: unknown[] = [];
  const files = createPartFiles(join(dataDir, 'blobs'), (error) => errors.push(error), free);
  const put = (blob: string) => files.write(blob, 0, 100, hundred(), async () => true);
  return { dataDir, files, errors, put };
};

test('[BL1] a file whose last part is there is complete when its sender asks, also where that could not be noted', async () => {
  let isFull = true;
  const scene = await aloneBlobs((store) => ({
    ...store,
    completeBlob: (...facts) =>
      isFull ? Promise.reject(new StoreError('disk_full', 'completeBlob')) : store.completeBlob(...facts),
  }));
  const { blobs, sender, receiver } = scene;
  const id = await scene.open();
  await expect(blobs.write(sender, id, '0', hundred())).rejects.toMatchObject({ reason: 'disk_full' });
  await expect(blobs.facts(sender, id)).rejects.toMatchObject({ reason: 'disk_full' });
  isFull = false;
  expect(await blobs.facts(sender, id)).toMatchObject({ parts: [0], complete: true });
  expect((await blobs.read(receiver, id, '0')).bytes).toHaveLength(100);
  await scene.end();
});

test('[BL3] files leave room for messages, however many were begun while there was enough', async () => {
  let free = GIB;
  const { dataDir, files, put } = await partFiles(async () => free);
  expect(await files.hasRoom(100 * 2 ** 20)).toBe(true);
  await put('one');
  free = 64 * 2 ** 20;
  await expect(put('other')).rejects.toMatchObject({ code: 'disk_full' });
  expect([filesIn('one', dataDir), filesIn('other', dataDir)]).toEqual([['0'], []]);
});

test('[BL4] a file that cannot be removed keeps no other from being removed', async () => {
  const scene = await aloneBlobs();
  const whole = await scene.whole();
  await scene.blobs.removeAll(['no name\0', whole]);
  expect(filesIn(whole, scene.folder)).toEqual([]);
  expect(scene.errors).toMatchObject([{ code: 'ERR_INVALID_ARG_VALUE' }]);
  await scene.end();
});

test('[BL1] a complete file survives a power cut by every name that leads to it', async () => {
  const { dataDir, files, put } = await partFiles();
  await put('one');
  const handle = await open(dataDir);
  const settled: string[] = [];
  vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockImplementation(async function (this: typeof handle) {
    settled.push(readlinkSync(`/proc/self/fd/${this.fd}`));
  });
  onTestFinished(() => void vi.restoreAllMocks());
  await files.settle('one');
  await handle.close();
  expect(settled).toEqual([join(dataDir, 'blobs/one'), join(dataDir, 'blobs'), dataDir]);
});
