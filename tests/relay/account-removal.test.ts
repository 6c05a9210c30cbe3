import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  newDevice,
  newLogin,
  newPerson,
  online,
  PASSWORD,
  register,
  request,
  say,
  type TestDevice,
} from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const EMAIL = 'ann@post.example';

/** Everything in the relay's folder, as bytes. */
const onDisk = (): string =>
  readdirSync(relay.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), 'latin1')}`)
    .join('\n');

const deletes = (device: TestDevice, password = PASSWORD) =>
  request(relay.url, '/api/account/deletion', { method: 'POST', token: device.session.token, body: { password } });

const someone = async (name: string): Promise<TestDevice> =>
  online(relay.url, await register(relay.url, newLogin(name), { email: EMAIL }));

describe('one’s own account', () => {
  test('is shown as a whole: everything that is kept of it and is not sealed', async () => {
    const ann = await someone('ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    const answer = await request(relay.url, '/api/account', { token: ann.session.token });
    expect(answer.body as AccountRecord).toMatchObject({
      uid: ann.uid,
      login: ann.session.account.login,
      role: 'person',
      email: EMAIL,
      sessions: [{ device: ann.device }],
      contacts: [{ account: bo.uid, login: bo.session.account.login, relation: 'contact' }],
      push_endpoints: [],
      mail: { items: 0, bytes: 0 },
      backup_bytes: 0,
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/argon2|tc_s_/);
  });

  test('[SE8] is deleted with its password: contacts see it leave, nobody finds it, the token is worth nothing', async () => {
    const ann = await someone('ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    expect(await deletes(ann, 'not the password')).toMatchObject({
      status: 401,
      body: { error_code: 'bad_credentials' },
    });
    expect((await deletes(ann)).status).toBe(204);
    await ann.closed;
    expect(await bo.next('contact', ({ contact }) => contact.relation === 'none')).toMatchObject({
      contact: { account: ann.uid },
    });
    expect((await request(relay.url, '/api/account', { token: ann.session.token })).status).toBe(401);
    const found = await request(relay.url, `/api/people?uid=${ann.uid}`, { token: bo.session.token });
    expect(found.body).toEqual({ people: [] });
    expect((await bo.again()).roster.contacts).toEqual([]);
    // The login is free again, and is somebody else.
    const next = await register(relay.url, ann.session.account.login);
    expect(next.account.uid).not.toBe(ann.uid);
  });

  test('[MB11] what it had sent and nobody had fetched is taken back; the mailbox goes on behind it without a gap', async () => {
    const [ann, bo, cy] = [await someone('ann'), await newPerson(relay.url, 'bo'), await newPerson(relay.url, 'cy')];
    await befriend(ann, bo);
    await befriend(cy, bo);
    bo.close();
    await bo.closed;
    await say(cy, bo.uid);
    await say(ann, bo.uid);
    await say(cy, bo.uid);
    expect((await deletes(ann)).status).toBe(204);
    await say(cy, bo.uid);
    const back = await bo.again();
    const { items } = await back.next('deliver');
    const kinds = items.map(({ kind }) => kind);
    expect(kinds.slice(-4)).toEqual(['envelope', 'gone', 'envelope', 'envelope']);
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => (items[0]?.seq ?? 0) + index));
  });

  test('nothing of it is left on the disk but its UID in the audit log', async () => {
    const ann = await someone('ann');
    const second = await newDevice(ann);
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    bo.close();
    await bo.closed;
    await say(ann, bo.uid);
    await say(ann, ann.uid);
    const blob = await request(relay.url, '/api/blobs', {
      method: 'POST',
      token: ann.session.token,
      body: { to: bo.uid, size: 1000 },
    });
    const id = (blob.body as { blob: string }).blob;
    const { login } = ann.session.account;
    const traces = [login, ann.device, second.device, id];
    const before = onDisk();
    for (const trace of traces) expect(before, trace).toContain(trace);
    expect((await deletes(ann)).status).toBe(204);
    await relay.end();
    await relay.start();
    const after = onDisk();
    for (const trace of traces) expect(after, trace).not.toContain(trace);
    const [first = '', ...pieces] = after.split(ann.uid);
    expect(pieces).toHaveLength(2); // who did it, and to whom
    expect(first.length).toBeGreaterThan(0);
  });
});
