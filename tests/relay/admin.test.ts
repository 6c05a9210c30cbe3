import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    expect(await tryRegister(relay.url, { admin_token: 'A'.repeat(43) })).toMatchObject({
      status: 403,
      body: { error_code: 'forbidden' },
    });
    const made = await tryRegister(relay.url, { admin_token: token });
    expect(made).toMatchObject({ status: 201, body: { account: { role: 'admin' } } });
    expect(await tryRegister(relay.url, { admin_token: token })).toMatchObject({ status: 403 });
    expect(existsSync(file)).toBe(false);
    await relay.end();
    await relay.start();
    expect(existsSync(file)).toBe(false); // there is one now
  });
});

describe('an administrator from the environment, and access keys', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await startRelay({ environment: { REGISTRATION: 'key', ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD } });
  });
  afterAll(() => relay.stop());

  test('issues keys that each admit one person', async () => {
    expect(await tryRegister(relay.url)).toMatchObject({ status: 403, body: { error_code: 'access_key_invalid' } });
    const admin = await signIn(relay.url, 'keeper');
    expect(admin.account.role).toBe('admin');
    const issued = await request(relay.url, '/api/access-keys', { method: 'POST', token: admin.token });
    const { access_key } = issued.body as { access_key: string };
    expect(await tryRegister(relay.url, { access_key: 'tc_k_wrong' })).toMatchObject({ status: 403 });
    expect(await tryRegister(relay.url, { access_key, login: 'keeper' })).toMatchObject({ status: 409 }); // and the key stays good
    const ann = await register(relay.url, newLogin('ann'), { access_key });
    expect(await tryRegister(relay.url, { access_key })).toMatchObject({
      status: 403,
      body: { error_code: 'access_key_invalid' },
    });
    const refused = await request(relay.url, '/api/access-keys', { method: 'POST', token: ann.token });
    expect(refused).toMatchObject({ status: 403, body: { error_code: 'forbidden' } });
    expect((await request(relay.url, '/api/relay')).body).toMatchObject({ protocol: 1, registration: 'key' });
  });
});
