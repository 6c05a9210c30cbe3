import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountRecord, SecondFactorSecret } from '#shared/protocol/own-account.ts';
import { codeOf } from './authenticator.ts';
import { newSubscription } from './push/push-subscription.ts';
import { make, together } from './room-steps.ts';
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
  signIn,
  type TestDevice,
} from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { PUSH_SERVICES: PUSH_SERVICE } });
});
afterAll(() => relay.stop());

type Row = Readonly<Record<string, unknown>>;

/** Nobody takes pushes there. */
const PUSH_SERVICE = 'localhost:9';
const EMAIL = 'ann@post.example';

/** Everything in the relay's folder, as bytes. */
const onDisk = (): string =>
  readdirSync(relay.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), 'latin1')}`)
    .join('\n');

/** Shorter values may be anybody's. */
const TELLING = 12;

/** What each row holds that belongs to the account or to one of its devices, as {@link onDisk} has it. */
const keptOf = (uid: string): readonly string[] => {
  const database = new Database(join(relay.dataDir, 'tincan.db'), { readonly: true });
  try {
    const rows = (sql: string, ...given: readonly unknown[]) => database.prepare<unknown[], Row>(sql).all(...given);
    const account = rows('select * from accounts where uid = ?', uid);
    const devices = rows('select * from devices where account = ?', account[0]?.id);
    const owners = { accounts: account, second_factors: account, devices };
    const owned = rows("select name from sqlite_master where type = 'table'").flatMap(({ name }) =>
      rows(`pragma foreign_key_list(${name})`).flatMap(({ table, from }) =>
        (owners[table as keyof typeof owners] ?? []).flatMap(({ id }) =>
          rows(`select * from ${name} where ${from} = ?`, id),
        ),
      ),
    );
    return [...account, ...owned]
      .flatMap((row) => Object.values(row))
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : value))
      .filter((value) => typeof value === 'string')
      .filter(({ length }) => length >= TELLING);
  } finally {
    database.close();
  }
};

const deletes = (device: TestDevice, password = PASSWORD) =>
  request(device.url, '/api/account/deletion', { method: 'POST', token: device.session.token, body: { password } });

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
      ring_seconds: null,
      default_ring_seconds: 60,
      email: EMAIL,
      sessions: [{ device: ann.device }],
      contacts: [{ account: bo.uid, login: bo.session.account.login, relation: 'contact' }],
      push_endpoints: [],
      mail: { items: 0, bytes: 0 },
      backup_bytes: 0,
      rooms: [],
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

  test('[SE8] is deleted out of a call, too, that one of its devices is in which is signed out by then', async () => {
    const [ann, bo] = [await someone('ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    const lost = await newDevice(ann);
    const call = crypto.randomUUID();
    await bo.ask({ type: 'call-invite', call, callee: ann.uid, media: 'audio' });
    await lost.next('call');
    expect(await lost.ask({ type: 'call-accept', call })).toMatchObject({ type: 'ok' });
    await request(relay.url, `/api/sessions/${lost.device}`, { method: 'DELETE', token: ann.session.token });
    expect((await deletes(ann)).status).toBe(204);
    expect(await bo.next('call', ({ record }) => record.state === 'ended')).toMatchObject({ record: { call } });
    expect((await (await bo.again()).next('deliver')).items).toEqual([
      expect.objectContaining({ seq: 1, kind: 'gone' }),
    ]);
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
    const post = (path: string, body: unknown) =>
      request(relay.url, path, { method: 'POST', token: ann.session.token, body });
    const { subscription } = newSubscription(`https://${PUSH_SERVICE}`);
    expect((await post('/api/push/subscription', subscription)).status).toBe(204);
    const { secret } = (await post('/api/account/second-factor', { password: PASSWORD })).body as SecondFactorSecret;
    const confirmed = await post('/api/account/second-factor/confirmation', { code: codeOf(secret, Date.now()) });
    expect(confirmed.status).toBe(201);
    const backup = await fetch(`${relay.url}/api/recovery`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ann.session.token}` },
      body: randomBytes(1000),
    });
    expect(backup.ok).toBe(true);
    const keys = await make(ann);
    await together([await bo.again(), ann], true);

    const others = new Set(keptOf(bo.uid));
    const kept = keptOf(ann.uid).filter((value) => !others.has(value) && value !== ann.uid);
    // Of the account itself, two devices, their keys, mail, a file, a push address, a second factor, a backup, rooms.
    expect(kept.length).toBeGreaterThan(20);
    const traces = [
      ann.session.account.login,
      ann.device,
      second.device,
      id,
      keys.room,
      subscription.endpoint,
      ...kept,
    ];
    const before = onDisk();
    for (const trace of traces) expect(before.includes(trace), trace).toBe(true);
    expect((await deletes(ann)).status).toBe(204);
    await relay.end();
    await relay.start();
    const after = onDisk();
    expect(traces.filter((trace) => after.includes(trace))).toEqual([]);
    const [first = '', ...pieces] = after.split(ann.uid);
    expect(pieces).toHaveLength(2); // who did it, and to whom
    expect(first.length).toBeGreaterThan(0);
  });
});

describe('the account of an administrator', () => {
  let own: RunningRelay;
  let keeper: TestDevice;
  let bo: TestDevice;
  beforeAll(async () => {
    own = await startRelay({ environment: { ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD } });
    keeper = await online(own.url, await signIn(own.url, 'keeper'));
    bo = await newPerson(own.url, 'bo');
    await befriend(keeper, bo);
  });
  afterAll(() => own.stop());

  const asKeeper = (path: string, method: string, body?: unknown) =>
    request(own.url, path, { method, token: keeper.session.token, body });

  test('who is the last is not deleted, by nobody, and no call or socket of theirs has ended', async () => {
    await keeper.ask({ type: 'call-invite', call: crypto.randomUUID(), callee: bo.uid, media: 'audio' });
    await bo.next('call');
    const refused = { status: 409, body: { error_code: 'last_admin' } };
    expect(await deletes(keeper)).toMatchObject(refused);
    expect(await asKeeper(`/api/admin/accounts/${keeper.uid}`, 'DELETE')).toMatchObject(refused);
    await say(keeper, bo.uid); // on the socket of before
    expect((await asKeeper('/api/admin/overview', 'GET')).body).toMatchObject({ calls: { ringing: 1 } });
  });

  test('is deleted by one of two who delete theirs at the same time; the other has lost nothing', async () => {
    expect(await asKeeper(`/api/admin/accounts/${bo.uid}`, 'POST', { role: 'admin' })).toMatchObject({ status: 200 });
    const asked = await Promise.all([keeper, bo].map(async (one) => ({ one, status: (await deletes(one)).status })));
    expect(asked.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    for (const { one, status } of asked) {
      if (status === 204) expect(await one.closed).toBe(4012);
      else await befriend(one, await newPerson(own.url, 'cy')); // on the socket of before
    }
  });
});
