import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountPage, ListedAccount, Overview } from '#shared/protocol/administration.ts';
import { type AuditEntry, type AuditPage, auditText, FIRST_PREVIOUS } from '#shared/protocol/audit.ts';
import { codeOf } from './authenticator.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  newDevice,
  newLogin,
  newPerson,
  PASSWORD,
  register,
  registration,
  request,
  say,
  signIn,
} from './test-client.ts';

let relay: RunningRelay;
let token = '';
beforeAll(async () => {
  relay = await startRelay({ environment: { ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD } });
  token = (await signIn(relay.url, 'keeper')).token;
});
afterAll(() => relay.stop());

const get = async (path: string): Promise<unknown> => (await request(relay.url, path, { token })).body;
const post = (path: string, body: unknown) => request(relay.url, path, { method: 'POST', token, body });
const remove = (path: string) => request(relay.url, path, { method: 'DELETE', token });
const listed = async (search: string): Promise<readonly ListedAccount[]> =>
  ((await get(`/api/admin/accounts?search=${search}`)) as AccountPage).accounts;
const change = (uid: string, body: unknown) => post(`/api/admin/accounts/${uid}`, body);

/** Oldest first. */
const log = async (): Promise<readonly AuditEntry[]> => {
  const entries: AuditEntry[] = [];
  for (let before = ''; ; before = `?before=${entries.at(-1)?.id}`) {
    const page = (await get(`/api/admin/audit${before}`)) as AuditPage;
    entries.push(...page.entries);
    if (!page.more) return entries.reverse();
  }
};

describe('administration', () => {
  test('is refused to everybody else, route by route', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const routes = [
      ['GET', '/api/admin/overview'],
      ['GET', '/api/admin/accounts'],
      ['POST', '/api/admin/accounts', { login: 'somebody', password: PASSWORD, role: 'admin' }],
      ['POST', `/api/admin/accounts/${ann.uid}`, { role: 'admin' }],
      ['POST', `/api/admin/accounts/${ann.uid}/password`, { password: PASSWORD }],
      ['DELETE', `/api/admin/accounts/${ann.uid}/second-factor`],
      ['DELETE', `/api/admin/accounts/${ann.uid}`],
      ['GET', `/api/admin/accounts/${ann.uid}/sessions`],
      ['DELETE', `/api/admin/accounts/${ann.uid}/sessions/all`],
      ['GET', '/api/admin/access-keys'],
      ['POST', '/api/admin/access-keys', { label: 'mine' }],
      ['DELETE', '/api/admin/access-keys/1'],
      ['POST', '/api/admin/registration', { mode: 'open' }],
      ['GET', '/api/admin/audit'],
    ] as const;
    for (const [method, path, body] of routes) {
      const own = await request(relay.url, path, { method, body, token: ann.session.token });
      expect(own, `${method} ${path}`).toMatchObject({ status: 403, body: { error_code: 'forbidden' } });
      expect((await request(relay.url, path, { method, body })).status, `${method} ${path}`).toBe(401);
    }
  });

  test('finds people by a part of their login, page by page, with what they take up', async () => {
    const ann = await newPerson(relay.url, 'anna');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    bo.close();
    await bo.closed;
    await say(ann, bo.uid);
    expect(await listed(ann.session.account.login)).toMatchObject([
      { uid: ann.uid, role: 'person', disabled: false, online: true, devices: 1, mail: { items: 0, bytes: 0 } },
    ]);
    const [found] = await listed(bo.session.account.login);
    expect(found).toMatchObject({ online: false, mail: { items: 1 }, files: { items: 0, bytes: 0 } });
    expect(found?.mail.bytes).toBeGreaterThan(100);
    for (const number of ['1', '2', '3'])
      await post('/api/admin/accounts', { login: `many${number}`, password: PASSWORD, role: 'person' });
    const first = (await get('/api/admin/accounts?search=many&limit=2')) as AccountPage;
    expect(first).toMatchObject({ more: true, accounts: [{ login: 'many1' }, { login: 'many2' }] });
    const rest = (await get('/api/admin/accounts?search=many&limit=2&after=many2')) as AccountPage;
    expect(rest).toMatchObject({ more: false, accounts: [{ login: 'many3' }] });
  });

  test('makes accounts for people, who sign in with the password they were given', async () => {
    const login = newLogin('cy');
    const made = await post('/api/admin/accounts', { login, password: PASSWORD, role: 'person' });
    expect(made).toMatchObject({ status: 201, body: { login, role: 'person', devices: 0 } });
    expect((await signIn(relay.url, login)).account.login).toBe(login);
    expect(await post('/api/admin/accounts', { login, password: PASSWORD, role: 'person' })).toMatchObject({
      status: 409,
      body: { error_code: 'login_taken' },
    });
    expect(
      await post('/api/admin/accounts', { login: newLogin('cy'), password: 'password1234', role: 'person' }),
    ).toMatchObject({ status: 400, body: { error_code: 'weak_password' } });
  });

  test('gives whoever has forgotten theirs another password, and it is written down', async () => {
    const login = newLogin('bo');
    const { token: own, account } = await register(relay.url, login);
    const fresh = 'a heron stood in the rain';
    const path = `/api/admin/accounts/${account.uid}/password`;
    expect((await post(path, { password: fresh })).status).toBe(204);
    await expect(signIn(relay.url, login)).rejects.toThrow('bad_credentials');
    expect((await signIn(relay.url, login, fresh)).account).toEqual(account);
    expect((await request(relay.url, '/api/sessions', { token: own })).status).toBe(200);
    expect((await log()).at(-1)).toMatchObject({ act: 'password-set', target: account.uid });
    expect(await post(path, { password: 'password1234' })).toMatchObject({
      status: 400,
      body: { error_code: 'weak_password' },
    });
    expect(
      (await post('/api/admin/accounts/00000000-0000-4000-8000-000000000000/password', { password: fresh })).status,
    ).toBe(404);
  });

  test('[SE15] turns off the second factor of whoever has lost it, not its own, and it is written down', async () => {
    const turnOn = async (of: string): Promise<void> => {
      const as = { method: 'POST', token: of };
      const begun = await request(relay.url, '/api/account/second-factor', { ...as, body: { password: PASSWORD } });
      const { secret } = begun.body as { secret: string };
      const body = { code: codeOf(secret, Date.now()) };
      expect((await request(relay.url, '/api/account/second-factor/confirmation', { ...as, body })).status).toBe(201);
    };
    const ann = await newPerson(relay.url, 'ann');
    const { login } = ann.session.account;
    expect(await remove(`/api/admin/accounts/${ann.uid}/second-factor`)).toMatchObject({ status: 404 });
    await turnOn(ann.session.token);
    expect(await listed(login)).toMatchObject([{ second_factor: true }]);
    expect((await remove(`/api/admin/accounts/${ann.uid}/second-factor`)).status).toBe(204);
    expect(await listed(login)).toMatchObject([{ second_factor: false }]);
    await signIn(relay.url, login);
    expect((await log()).filter(({ target }) => target === ann.uid)).toMatchObject([
      { act: 'second-factor-removed', detail: '' },
    ]);

    const own = await signIn(relay.url, 'keeper');
    await turnOn(own.token);
    expect(await remove(`/api/admin/accounts/${own.account.uid}/second-factor`)).toMatchObject({
      status: 403,
      body: { error_code: 'forbidden' },
    });
    expect(await listed('keeper')).toMatchObject([{ second_factor: true }]);
  });

  test('[SE7] keeps an account out at once, in the middle of a call too, and lets it in again with its mail', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    const call = crypto.randomUUID();
    await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
    await bo.next('call');
    expect(await change(ann.uid, { disabled: true })).toMatchObject({ status: 200, body: { disabled: true } });
    expect(await ann.closed).toBe(4003);
    expect(await bo.next('call', ({ record }) => record.state === 'ended')).toMatchObject({ record: { call } });
    const { token: theirs } = ann.session;
    expect(await request(relay.url, '/api/ws-ticket', { method: 'POST', token: theirs })).toMatchObject({
      status: 403,
      body: { error_code: 'account_disabled' },
    });
    const again = { login: ann.session.account.login, password: PASSWORD, device: registration() };
    expect(await request(relay.url, '/api/sessions', { method: 'POST', body: again })).toMatchObject({
      status: 403,
      body: { error_code: 'account_disabled' },
    });
    await expect(ann.again()).rejects.toThrow();
    await say(bo, ann.uid);
    expect(await change(ann.uid, { disabled: false })).toMatchObject({ status: 200, body: { disabled: false } });
    const back = await ann.again();
    expect(await back.next('deliver', ({ items }) => items.some(({ kind }) => kind === 'envelope'))).toBeTruthy();
  });

  test('promotes and demotes, but a relay keeps one administrator who may come in', async () => {
    const dee = await newPerson(relay.url, 'dee');
    const [keeper] = await listed('keeper');
    for (const body of [{ role: 'person' }, { disabled: true }])
      expect(await change(keeper?.uid ?? '', body)).toMatchObject({ status: 409, body: { error_code: 'last_admin' } });
    expect(await remove(`/api/admin/accounts/${keeper?.uid}`)).toMatchObject({ status: 409 });
    expect(await change(dee.uid, { role: 'admin' })).toMatchObject({ status: 200, body: { role: 'admin' } });
    const asDee = { token: dee.session.token };
    expect((await request(relay.url, '/api/admin/overview', asDee)).status).toBe(200);
    expect(await change(dee.uid, { role: 'person' })).toMatchObject({ status: 200, body: { role: 'person' } });
    expect((await request(relay.url, '/api/admin/overview', asDee)).status).toBe(403);
  });

  test('lists the sessions of a person and ends one or all of them', async () => {
    const bo = await newPerson(relay.url, 'bo');
    const second = await newDevice(bo);
    const path = `/api/admin/accounts/${bo.uid}/sessions`;
    expect(((await get(path)) as { sessions: unknown[] }).sessions).toHaveLength(2);
    expect((await remove(`${path}/${second.device}`)).status).toBe(204);
    expect(await second.closed).toBe(4001);
    expect(await remove(`${path}/${second.device}`)).toMatchObject({ status: 404 });
    expect((await remove(`${path}/all`)).status).toBe(204);
    expect(await bo.closed).toBe(4001);
    expect(await get(path)).toEqual({ sessions: [] });
  });

  test('sees the relay at a glance', async () => {
    const before = (await get('/api/admin/overview')) as Overview;
    await newPerson(relay.url, 'cy');
    const after = (await get('/api/admin/overview')) as Overview;
    expect(after.accounts.all).toBe(before.accounts.all + 1);
    expect(after.accounts.online).toBe(before.accounts.online + 1);
    expect(after.sockets).toBe(before.sockets + 1);
    expect(after).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      registration: { mode: 'open', configured: 'open' },
      calls: { ringing: 0, active: 0 },
      rooms: { active: 0, people: 0 },
    });
    expect(after.disk.database).toBeGreaterThan(10_000);
    expect(after.disk.free).toBeGreaterThan(0);
  });

  test('what administrators do is written down in a chain that shows where it was changed', async () => {
    const login = newLogin('dee');
    const made = (await post('/api/admin/accounts', { login, password: PASSWORD, role: 'person' }))
      .body as ListedAccount;
    await change(made.uid, { disabled: true });
    await change(made.uid, { disabled: true }); // nothing new
    await change(made.uid, { disabled: false, role: 'admin' });
    await remove(`/api/admin/accounts/${made.uid}`);
    const entries = await log();
    const [keeper] = await listed('keeper');
    const about = entries.filter(({ target }) => target === made.uid);
    expect(about.map(({ act }) => act)).toEqual([
      'account-created',
      'account-disabled',
      'account-promoted',
      'account-enabled',
      'account-deleted',
    ]);
    expect(about.every(({ actor }) => actor === keeper?.uid)).toBe(true);
    expect(entries.map(({ id }) => id)).toEqual(entries.map((_, index) => index + 1));
    let previous = FIRST_PREVIOUS;
    for (const entry of entries) {
      expect(entry.previous).toBe(previous);
      expect(entry.hash).toBe(createHash('sha256').update(auditText(entry)).digest('hex'));
      previous = entry.hash;
    }
    expect(JSON.stringify(entries)).not.toContain(login);
  });
});
