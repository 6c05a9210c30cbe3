import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { request as openRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobBegun, blobFacts, PART_BYTES, sealedBytes } from '#shared/protocol/blob.ts';
import { until } from '../fakes/until.ts';
import { aloneBlobs, HOUR, filesIn as namesIn } from './blob-scene.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newDevice, newPerson, request, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
let ann: TestDevice;
let bo: TestDevice;
beforeAll(async () => {
  relay = await startRelay({ environment: { BLOB_MAX_MIB: '3' } });
  ann = await newPerson(relay.url, 'ann');
  bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
});
afterAll(() => relay.stop());

const begin = (from: TestDevice, to: string, size: number) =>
  request(from.url, '/api/blobs', { method: 'POST', token: from.session.token, body: { size, to } });

const begun = async (from: TestDevice, to: string, size: number): Promise<string> =>
  blobBegun.parse((await begin(from, to, size)).body).blob;

const bytesTo = async (device: TestDevice, blob: string, part: number | string, body: Uint8Array<ArrayBuffer>) => {
  const answer = await fetch(`${device.url}/api/blobs/${blob}/parts/${part}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${device.session.token}`, 'content-type': 'application/octet-stream' },
    body,
  });
  const text = await answer.text();
  return { status: answer.status, code: text && (JSON.parse(text) as { error_code: string }).error_code };
};

const facts = async (device: TestDevice, blob: string) => {
  const answer = await request(device.url, `/api/blobs/${blob}`, { token: device.session.token });
  return answer.status === 200 ? blobFacts.parse(answer.body) : answer.status;
};

const fetched = (
  device: Pick<TestDevice, 'url' | 'session'>,
  blob: string,
  part: number,
  signal: AbortSignal | null = null,
) =>
  fetch(`${device.url}/api/blobs/${blob}/parts/${part}`, {
    signal,
    headers: { authorization: `Bearer ${device.session.token}` },
  });

const bytesOf = async (device: TestDevice, blob: string, part: number) =>
  Buffer.from(await (await fetched(device, blob, part)).arrayBuffer());

const act = async (device: TestDevice, method: string, path: string) =>
  (await request(device.url, path, { method, token: device.session.token })).status;

const cut = (bytes: Buffer<ArrayBuffer>) => [
  bytes.subarray(0, PART_BYTES),
  bytes.subarray(PART_BYTES, 2 * PART_BYTES),
  bytes.subarray(2 * PART_BYTES),
];

const filesIn = (blob: string, folder = relay.dataDir): readonly string[] => namesIn(blob, folder);

const complete = async (from: TestDevice, to: TestDevice, bytes = randomBytes(1000)): Promise<string> => {
  const blob = await begun(from, to.uid, bytes.length);
  expect(await bytesTo(from, blob, 0, bytes)).toEqual({ status: 204, code: '' });
  return blob;
};

describe('a file on its way', () => {
  test('[BL1] its parts come in any order and more than once, and are handed out as they were', async () => {
    const bytes = randomBytes(2 * PART_BYTES + 77);
    const parts = cut(bytes);
    const blob = await begun(ann, bo.uid, bytes.length);
    expect(blob).toMatch(/^[0-9a-f]{32}$/);
    expect(await facts(ann, blob)).toEqual({ size: bytes.length, part_bytes: PART_BYTES, parts: [], complete: false });
    for (const part of [2, 0, 0]) await bytesTo(ann, blob, part, parts[part] ?? bytes);
    expect(await facts(ann, blob)).toMatchObject({ parts: [0, 2], complete: false });
    await bytesTo(ann, blob, 1, parts[1] ?? bytes);
    expect(await facts(bo, blob)).toMatchObject({ parts: [0, 1, 2], complete: true });
    const back = await Promise.all([0, 1, 2].map((part) => bytesOf(bo, blob, part)));
    expect(Buffer.concat(back).equals(bytes)).toBe(true);
    expect(statSync(join(relay.dataDir, 'blobs', blob, '0')).mode & 0o777).toBe(0o600);
  });

  test('[BL1] what others may have read is not written over', async () => {
    const bytes = randomBytes(500);
    const blob = await complete(ann, bo, bytes);
    expect(await bytesTo(ann, blob, 0, randomBytes(500))).toEqual({ status: 204, code: '' });
    expect((await bytesOf(bo, blob, 0)).equals(bytes)).toBe(true);
  });

  test('[BL1] a part of the wrong length or number is refused, and nothing of it stays', async () => {
    const blob = await begun(ann, bo.uid, PART_BYTES + 5);
    expect(await bytesTo(ann, blob, 1, randomBytes(6))).toEqual({ status: 413, code: 'too_large' });
    expect(await bytesTo(ann, blob, 1, randomBytes(4))).toEqual({ status: 400, code: 'bad_request' });
    expect(await bytesTo(ann, blob, 0, randomBytes(3 * PART_BYTES))).toEqual({ status: 413, code: 'too_large' });
    for (const part of [2, '-1', '1e0', '..', 'x'])
      expect(await bytesTo(ann, blob, part, randomBytes(5))).toMatchObject({ status: 404 });
    expect(filesIn(blob)).toEqual([]);
  });

  test('[BL1] an upload that breaks off in the middle leaves nothing, and goes on after a kill of the relay', async () => {
    const bytes = randomBytes(2 * PART_BYTES);
    const blob = await begun(ann, bo.uid, bytes.length);
    await bytesTo(ann, blob, 0, bytes.subarray(0, PART_BYTES));
    const half = (ended: (upload: ReturnType<typeof openRequest>) => void) => {
      const upload = openRequest(`${relay.url}/api/blobs/${blob}/parts/1`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${ann.session.token}`, 'content-length': PART_BYTES },
      });
      upload.on('error', () => undefined);
      upload.write(bytes.subarray(PART_BYTES, PART_BYTES + 300_000), () => ended(upload));
    };
    const upload = await new Promise<ReturnType<typeof openRequest>>(half);
    await until(() => filesIn(blob).length === 2);
    upload.destroy();
    await until(() => filesIn(blob).length === 1);

    await new Promise<ReturnType<typeof openRequest>>(half);
    await until(() => filesIn(blob).length === 2);
    await relay.kill();
    await relay.start();
    expect(filesIn(blob)).toEqual(['0']);
    expect(await facts(ann, blob)).toMatchObject({ parts: [0], complete: false });
    await bytesTo(ann, blob, 1, bytes.subarray(PART_BYTES));
    expect(await facts(bo, blob)).toMatchObject({ complete: true });
    expect((await bytesOf(bo, blob, 0)).equals(bytes.subarray(0, PART_BYTES))).toBe(true);
    ann = await ann.again();
    bo = await bo.again();
  });

  test('[BL2] for anyone else it is not there, nor for its recipient before it is complete', async () => {
    const cy = await newPerson(relay.url, 'cy');
    await befriend(cy, ann);
    const done = await complete(ann, bo);
    const open = await begun(ann, bo.uid, PART_BYTES + 1);
    await bytesTo(ann, open, 0, randomBytes(PART_BYTES));
    for (const [device, blob] of [
      [cy, done],
      [cy, open],
      [bo, open],
    ] as const) {
      expect(await facts(device, blob)).toBe(404);
      expect((await fetched(device, blob, 0)).status).toBe(404);
      expect(await bytesTo(device, blob, 0, randomBytes(3))).toMatchObject({ status: 404 });
      expect(await act(device, 'POST', `/api/blobs/${blob}/taken`)).toBe(404);
      expect(await act(device, 'DELETE', `/api/blobs/${blob}`)).toBe(404);
    }
    expect(await act(bo, 'DELETE', `/api/blobs/${done}`)).toBe(404);
    expect((await request(relay.url, `/api/blobs/${done}`)).status).toBe(401);
    expect((await fetch(`${relay.url}/api/blobs/${done}/parts/0`, { method: 'PUT', body: 'x' })).status).toBe(401);
    expect(await facts(ann, '../tincan.db')).toBe(404);
    expect(await facts(ann, '0'.repeat(32))).toBe(404);
    expect(await facts(ann, done)).toMatchObject({ complete: true });
  });

  test('[BL3] only to contacts, and only so large', async () => {
    const cy = await newPerson(relay.url, 'cy');
    expect(await begin(ann, cy.uid, 100)).toMatchObject({ status: 403, body: { error_code: 'not_contact' } });
    const most = sealedBytes(3 * 1024 * 1024);
    expect(await begin(ann, bo.uid, most + 1)).toMatchObject({ status: 413, body: { error_code: 'too_large' } });
    expect(await begin(ann, bo.uid, 1)).toMatchObject({ status: 400 });
    const blob = await begun(ann, bo.uid, most);
    expect(await act(ann, 'DELETE', `/api/blobs/${blob}`)).toBe(204);
  });

  test('[BL5] no browser would show or keep it', async () => {
    const { headers } = await fetched(bo, await complete(ann, bo), 0);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  test('[BL4] it is gone once every device that was there has it, or when its sender takes it back', async () => {
    const phone = await newDevice(bo);
    const laptop = await newDevice(ann);
    const blob = await complete(ann, bo);
    await newDevice(bo); // came later: nobody waits for it
    for (const device of [bo, phone, phone]) expect(await act(device, 'POST', `/api/blobs/${blob}/taken`)).toBe(204);
    expect(filesIn(blob)).toEqual(['0']);
    expect(await act(laptop, 'POST', `/api/blobs/${blob}/taken`)).toBe(204);
    expect(await facts(bo, blob)).toBe(404);
    expect(filesIn(blob)).toEqual([]);

    const other = await complete(ann, bo);
    expect(await act(laptop, 'DELETE', `/api/blobs/${other}`)).toBe(204);
    expect(await facts(bo, other)).toBe(404);
    expect(filesIn(other)).toEqual([]);
  });

  test('[BL3] on a full disk it is refused, visibly, and nothing stays; with room again it goes on', async () => {
    const bytes = randomBytes(PART_BYTES);
    const blob = await begun(ann, bo.uid, bytes.length);
    execFileSync('prlimit', ['--pid', String(relay.pid()), '--fsize=500000:unlimited']);
    expect(await bytesTo(ann, blob, 0, bytes)).toEqual({ status: 503, code: 'disk_full' });
    expect(filesIn(blob)).toEqual([]);
    execFileSync('prlimit', ['--pid', String(relay.pid()), '--fsize=unlimited:unlimited']);
    expect(await bytesTo(ann, blob, 0, bytes)).toEqual({ status: 204, code: '' });
    expect(await facts(bo, blob)).toMatchObject({ complete: true });
  });

  test('[BL3] whoever has taken a part, or has gone before, makes room for the next', async () => {
    const blob = await complete(ann, bo, randomBytes(PART_BYTES));
    for (let round = 0; round < 2; round++) {
      const leaving = new AbortController();
      const left = Array.from({ length: 20 }, () => fetched(bo, blob, 0, leaving.signal).catch(() => undefined));
      leaving.abort();
      await Promise.all(left);
      const taken = await Promise.all(Array.from({ length: 40 }, () => bytesOf(bo, blob, 0)));
      expect(taken.every(({ length }) => length === PART_BYTES)).toBe(true);
    }
  });

  test('[BL3] its rate is limited', async () => {
    const slow = await startRelay({ environment: { RATE_LIMIT_SCALE: '0.1', REGISTRATIONS_PER_HOUR: '100' } });
    const dee = await newPerson(slow.url, 'dee');
    const eve = await newPerson(slow.url, 'eve');
    await befriend(dee, eve);
    const answers = [];
    for (let count = 0; count < 7; count++) answers.push((await begin(dee, eve.uid, 100)).status);
    expect(answers).toEqual([201, 201, 201, 201, 201, 201, 429]);
    await slow.stop();
  });
});

describe('files that nobody fetches', () => {
  /** A hundred bytes of which the second half comes when it is told to. */
  const slowly = (of: number) => {
    const half = new Uint8Array(50).fill(of);
    let goOn = (): void => undefined;
    const rest = new Promise<void>((resolve) => (goOn = resolve));
    let begun = (): void => undefined;
    const isWriting = new Promise<void>((resolve) => (begun = resolve));
    const body = async function* () {
      yield half;
      begun();
      await rest;
      yield half;
    };
    return { body: body(), isWriting, goOn };
  };

  test('[BL1] a part that is sent again while it was on its way changes nothing that others may have read', async () => {
    const scene = await aloneBlobs();
    const { blobs, sender, receiver } = scene;
    const id = await scene.open();
    const late = slowly(2);
    const writing = blobs.write(sender, id, '0', late.body);
    await late.isWriting;
    const first = slowly(1);
    first.goOn();
    await blobs.write(sender, id, '0', first.body);
    const read = async () => Buffer.from((await blobs.read(receiver, id, '0')).bytes);
    const before = await read();
    late.goOn();
    await writing;
    expect((await read()).equals(before)).toBe(true);
    expect(filesIn(id, scene.folder)).toEqual(['0']);
    await scene.end();
  });

  test('[BL4] a part of what is taken back meanwhile is refused in words, and nothing of it stays', async () => {
    const scene = await aloneBlobs();
    const { blobs, sender } = scene;
    const id = await scene.open();
    const late = slowly(2);
    const writing = blobs.write(sender, id, '0', late.body);
    await late.isWriting;
    await blobs.remove(sender, id);
    late.goOn();
    await expect(writing).rejects.toMatchObject({ code: 'not_found' });
    expect(filesIn(id, scene.folder)).toEqual([]);
    await scene.end();
  });

  test('[BL4] an unfinished one is dropped after a day, a finished one after MAILBOX_DAYS', async () => {
    const scene = await aloneBlobs();
    const { blobs, sender, receiver } = scene;
    const [open, whole] = [await scene.open(), await scene.whole()];
    scene.later(24 * HOUR);
    await blobs.tidy();
    expect(await blobs.facts(sender, open)).toMatchObject({ complete: false });
    scene.later(1);
    await blobs.tidy();
    await expect(blobs.facts(sender, open)).rejects.toMatchObject({ code: 'not_found' });
    expect(await blobs.facts(receiver, whole)).toMatchObject({ complete: true });
    scene.later(29 * 24 * HOUR);
    await blobs.tidy();
    await expect(blobs.facts(receiver, whole)).rejects.toMatchObject({ code: 'not_found' });
    expect(filesIn(whole, scene.folder)).toEqual([]);
    await scene.end();
  });

  test('[BL4] a device that is gone is not waited for', async () => {
    const scene = await aloneBlobs();
    const whole = await scene.whole();
    await scene.store.endSession(scene.other.uid, scene.other.device);
    await scene.blobs.tidy();
    await expect(scene.blobs.facts(scene.sender, whole)).rejects.toMatchObject({ code: 'not_found' });
    expect(filesIn(whole, scene.folder)).toEqual([]);
    await scene.end();
  });

  test('[BL3] of one account sixteen parts at once are read; whoever asks for more waits, and for what is gone nobody does', async () => {
    const scene = await aloneBlobs();
    const { blobs, sender, receiver } = scene;
    const [id, gone] = [await scene.whole(), await scene.whole()];
    const first = await Promise.all(Array.from({ length: 16 }, () => blobs.read(receiver, id, '0')));
    let waits = true;
    const next = blobs.read(receiver, id, '0').finally(() => {
      waits = false;
    });
    const removed = expect(blobs.read(receiver, gone, '0')).rejects.toMatchObject({ code: 'not_found' });
    expect((await blobs.read(sender, id, '0')).bytes).toHaveLength(100); // another account
    expect(waits).toBe(true);
    await blobs.remove(sender, gone);
    for (const { over } of first) over?.();
    expect((await next).bytes).toHaveLength(100);
    await removed;
    await Promise.all(Array.from({ length: 15 }, () => blobs.read(receiver, id, '0')));
    await scene.end();
  });

  test('[BL3] all files of one account together take a GiB at most', async () => {
    const scene = await aloneBlobs();
    const { blobs, sender, other } = scene;
    const first = await blobs.begin(sender, other.uid, 2 ** 30 - 100);
    await blobs.begin(sender, other.uid, 100);
    await expect(blobs.begin(sender, other.uid, 100)).rejects.toMatchObject({ code: 'files_full' });
    await blobs.remove(sender, first);
    await blobs.begin(sender, other.uid, 100);
    await scene.end();
  });

  test('what no file on its way belongs to is swept away at the start', async () => {
    const scene = await aloneBlobs();
    const whole = await scene.whole();
    writeFileSync(join(scene.folder, 'blobs', whole, '0.unfinished'), 'half');
    const stray = '0'.repeat(32);
    const nothing = (async function* () {})();
    await scene.files.write(stray, 0, 0, nothing, async () => true);
    await scene.blobs.prepare();
    expect(filesIn(whole, scene.folder)).toEqual(['0']);
    expect(filesIn(stray, scene.folder)).toEqual([]);
    await scene.end();
  });
});
