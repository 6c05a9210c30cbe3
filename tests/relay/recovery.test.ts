import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKUP_MAX_BYTES } from '#shared/protocol/recovery.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newPerson, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
let ann: TestDevice;
let bo: TestDevice;
beforeAll(async () => {
  relay = await startRelay();
  ann = await newPerson(relay.url, 'ann');
  bo = await newPerson(relay.url, 'bo');
});
afterAll(() => relay.stop());

const put = async (token: string, body: Uint8Array<ArrayBuffer>) => {
  const answer = await fetch(`${relay.url}/api/recovery`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  const text = await answer.text();
  return { status: answer.status, code: text && (JSON.parse(text) as { error_code: string }).error_code };
};

const get = (token: string) => fetch(`${relay.url}/api/recovery`, { headers: { authorization: `Bearer ${token}` } });

const bytesOf = async (token: string) => Buffer.from(await (await get(token)).arrayBuffer());

describe('the backup of an account', () => {
  test('[RK1] is kept through a restart, one for each account, and a new one takes its place', async () => {
    expect((await get(ann.session.token)).status).toBe(404);
    const [first, second] = [randomBytes(1000), randomBytes(2000)];
    expect(await put(ann.session.token, first)).toEqual({ status: 204, code: '' });
    expect(await put(ann.session.token, second)).toEqual({ status: 204, code: '' });
    await relay.kill();
    await relay.start();
    expect((await bytesOf(ann.session.token)).equals(second)).toBe(true);
  });

  test('[RK1] is for the devices of the account alone', async () => {
    await put(ann.session.token, randomBytes(100));
    expect((await get(bo.session.token)).status).toBe(404);
    expect((await get('')).status).toBe(401);
    expect(await put('tc_s_nobody', randomBytes(100))).toEqual({ status: 401, code: 'unauthorized' });
  });

  test('[RK1] of more than 256 KiB is refused, as is an empty one, and the one before stays', async () => {
    const most = randomBytes(BACKUP_MAX_BYTES);
    expect(await put(ann.session.token, most)).toEqual({ status: 204, code: '' });
    expect(await put(ann.session.token, randomBytes(BACKUP_MAX_BYTES + 1))).toEqual({ status: 413, code: 'too_large' });
    expect(await put(ann.session.token, new Uint8Array())).toEqual({ status: 400, code: 'bad_request' });
    expect((await bytesOf(ann.session.token)).equals(most)).toBe(true);
  });

  test('[RK1] is handed out as bytes that no browser would show', async () => {
    await put(ann.session.token, randomBytes(100));
    const { headers } = await get(ann.session.token);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe('attachment');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
