import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessKey, IssuedAccessKey } from '#shared/protocol/administration.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newLogin, PASSWORD, register, registration, request, signIn } from './test-client.ts';

const tryRegister = (url: string, more: Readonly<Record<string, unknown>> = {}) =>
  request(url, '/api/accounts', {
    method: 'POST',
    body: { login: newLogin('ann'), password: PASSWORD, device: registration(), ...more },
  });

describe('the first administrator', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await startRelay({ environment: { REGISTRATION: 'closed', LOG_LEVEL: 'info' } });
  });
  afterAll(() => relay.stop());

  test('a fresh relay writes a link that makes an administrator’s account, once, also where registration is closed', async () => {
    const file = `${relay.dataDir}/admin-claim`;
    const token = readFileSync(file, 'utf8').trim();
    await expect.poll(relay.output).toContain(`${relay.url}/#claim=${token}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await tryRegister(relay.url)).toMatchObject({ status: 403, body: { error_code: 'registration_closed' } });
    for (const admin_token of ['A'.repeat(43), 'é'.repeat(43), '', 'A'])
      expect(await tryRegister(relay.url, { admin_token }), admin_token).toMatchObject({
        status: 403,
        body: { error_code: 'forbidden' },
      });
    // Whoever fails has not used it up.
    expect(await tryRegister(relay.url, { admin_token: token, password: 'password1234' })).toMatchObject({
      status: 400,
      body: { error_code: 'weak_password' },
    });
    const many = await Promise.all(Array.from({ length: 8 }, () => tryRegister(relay.url, { admin_token: token })));
    const [made, ...others] = many.toSorted((one, other) => one.status - other.status);
    expect(made).toMatchObject({ status: 201, body: { account: { role: 'admin' } } });
    for (const other of others) expect(other).toMatchObject({ status: 403, body: { error_code: 'forbidden' } });
    expect(await tryRegister(relay.url, { admin_token: token })).toMatchObject({ status: 403 });
    expect(existsSync(file)).toBe(false);
    await relay.end();
    await relay.start();
    expect(existsSync(file)).toBe(false); // there is one now
  });
});

test('an administrator’s password from the environment that is easy to guess is refused, in words', async () => {
  const environment = { ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: 'keeper123456' };
  const relay = await startRelay({ environment });
  try {
    await expect.poll(relay.output).toMatch(/ADMIN_PASSWORD is easy to guess; allowed: .*There is no administrator\./);
    expect(relay.output()).not.toContain(environment.ADMIN_PASSWORD);
    await expect(signIn(relay.url, 'keeper', environment.ADMIN_PASSWORD)).rejects.toThrow('bad_credentials');
    await relay.end();
    await relay.start({ ADMIN_PASSWORD: PASSWORD });
    expect((await signIn(relay.url, 'keeper')).account.role).toBe('admin');
  } finally {
    await relay.stop();
  }
});

describe('an administrator from the environment, and access keys', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await startRelay({ environment: { REGISTRATION: 'key', ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD } });
  });
  afterAll(() => relay.stop());

  const issue = async (token: string, body: Readonly<Record<string, unknown>>): Promise<string> => {
    const answer = await request(relay.url, '/api/admin/access-keys', { method: 'POST', token, body });
    expect(answer.status).toBe(201);
    return (answer.body as IssuedAccessKey).access_key;
  };
  const keysOf = async (token: string): Promise<readonly AccessKey[]> =>
    ((await request(relay.url, '/api/admin/access-keys', { token })).body as { access_keys: AccessKey[] }).access_keys;

  test('issues keys that each admit one person', async () => {
    expect(await tryRegister(relay.url)).toMatchObject({ status: 403, body: { error_code: 'access_key_invalid' } });
    const admin = await signIn(relay.url, 'keeper');
    expect(admin.account.role).toBe('admin');
    const access_key = await issue(admin.token, { label: 'for ann' });
    expect(await tryRegister(relay.url, { access_key: 'tc_k_wrong' })).toMatchObject({ status: 403 });
    expect(await tryRegister(relay.url, { access_key, login: 'keeper' })).toMatchObject({ status: 409 }); // and the key stays good
    await register(relay.url, newLogin('ann'), { access_key });
    expect(await tryRegister(relay.url, { access_key })).toMatchObject({
      status: 403,
      body: { error_code: 'access_key_invalid' },
    });
    expect((await request(relay.url, '/api/relay')).body).toMatchObject({ protocol: 1, registration: 'key' });
  });

  test('a key has a name, an end six months ahead and as many uses as were given; it can be taken back', async () => {
    const { token } = await signIn(relay.url, 'keeper');
    const access_key = await issue(token, { label: 'the club', uses: 2 });
    const [key] = await keysOf(token);
    expect(key).toMatchObject({ label: 'the club', uses_left: 2 });
    const days = ((key?.expires_at ?? 0) - (key?.created_at ?? 0)) / 86_400_000;
    expect(days).toBe(183);
    await register(relay.url, newLogin('bo'), { access_key });
    expect((await keysOf(token))[0]).toMatchObject({ uses_left: 1 });
    expect(await request(relay.url, `/api/admin/access-keys/${key?.id}`, { method: 'DELETE', token })).toMatchObject({
      status: 204,
    });
    expect(await tryRegister(relay.url, { access_key })).toMatchObject({ status: 403 });
    expect(await keysOf(token)).toEqual([]);
    expect(
      await request(relay.url, '/api/admin/access-keys', { method: 'POST', token, body: { label: 'x', days: 0 } }),
    ).toMatchObject({ status: 400, body: { error_code: 'bad_request' } });
  });

  test('who may make an account is set while the relay runs, and stays over a restart', async () => {
    const { token } = await signIn(relay.url, 'keeper');
    const set = (mode: string | null) =>
      request(relay.url, '/api/admin/registration', { method: 'POST', token, body: { mode } });
    expect(await set('closed')).toMatchObject({ status: 204 });
    expect(await tryRegister(relay.url)).toMatchObject({ status: 403, body: { error_code: 'registration_closed' } });
    await relay.end();
    await relay.start();
    expect((await request(relay.url, '/api/relay')).body).toMatchObject({ registration: 'closed' });
    expect(await set(null)).toMatchObject({ status: 204 });
    expect((await request(relay.url, '/api/relay')).body).toMatchObject({ registration: 'key' });
  });
});
