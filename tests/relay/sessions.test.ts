import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  connect,
  devicesOf,
  newDevice,
  newLogin,
  newPerson,
  online,
  PASSWORD,
  register,
  registration,
  request,
  say,
  signIn,
  ticketFor,
} from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { MAX_SOCKETS_PER_ACCOUNT: '3' } });
});
afterAll(() => relay.stop());

const refusedWith = (status: number): RegExp => new RegExp(`Unexpected server response: ${status}`);

describe('accounts', () => {
  test('[SE1] registering gives a session token that is not among the data, and registers the device', async () => {
    const { token, account, device } = await register(relay.url, newLogin('ann'));
    expect(token).toMatch(/^tc_s_[\w-]{64}$/);
    const answer = await request(relay.url, '/api/sessions', { token });
    expect(answer.body).toMatchObject({ sessions: [{ device, current: true, device_name: 'a test' }] });
    const ann = await online(relay.url, { token, account, device });
    expect((await devicesOf(ann, account.uid)).map((one) => one.device)).toEqual([device]);
    for (const file of ['tincan.db', 'tincan.db-wal']) {
      const bytes = readFileSync(`${relay.dataDir}/${file}`);
      expect(bytes.includes(token)).toBe(false);
      expect(bytes.includes(PASSWORD)).toBe(false);
    }
  });

  test('[SE1] signing in makes another device of the same account', async () => {
    const login = newLogin('ann');
    const first = await register(relay.url, login);
    const second = await signIn(relay.url, login.toUpperCase());
    expect(second.account).toEqual(first.account);
    expect(second.device).not.toBe(first.device);
  });

  test('[SE2] an unknown login and a wrong password are answered alike', async () => {
    const login = newLogin('ann');
    await register(relay.url, login);
    const attempt = (name: string) =>
      request(relay.url, '/api/sessions', {
        method: 'POST',
        body: { login: name, password: 'not the right one', device: registration() },
      });
    const [wrong, unknown] = [await attempt(login), await attempt(newLogin('nobody'))];
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({ detail: 'login or password is wrong', error_code: 'bad_credentials' });
    expect(unknown).toMatchObject({ status: wrong.status, body: wrong.body });
  });

  test('[SE2] an unknown login takes as long as a wrong password', async () => {
    const login = newLogin('ann');
    await register(relay.url, login);
    const time = async (name: string): Promise<number> => {
      const start = performance.now();
      await request(relay.url, '/api/sessions', {
        method: 'POST',
        body: { login: name, password: 'not the right one', device: registration() },
      });
      return performance.now() - start;
    };
    const wrong: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 15; round++) {
      wrong.push(await time(login));
      unknown.push(await time(newLogin('nobody')));
    }
    const least = (times: readonly number[]): number => Math.min(...times);
    // Without the hash an unknown login would be answered in a tenth of the time.
    expect(least(unknown)).toBeGreaterThan(least(wrong) / 2);
  });

  test('a password that was kept without the key is kept with it from the next sign-in on', async () => {
    const own = await startRelay();
    const login = newLogin('ann');
    await register(own.url, login);
    const stored = (change?: string): string => {
      const db = new Database(join(own.dataDir, 'tincan.db'));
      try {
        if (change) db.prepare('update accounts set password = ? where login = ?').run(change, login);
        return db.prepare('select password from accounts where login = ?').pluck().get(login) as string;
      } finally {
        db.close();
      }
    };
    const [key = ''] = /^[0-9a-f]{8}\$argon2id\$/.exec(stored()) ?? [];
    stored(await hash(PASSWORD));
    await signIn(own.url, login);
    const renewed = stored();
    expect([key.length, renewed.slice(0, key.length)]).toEqual([18, key]);
    await signIn(own.url, login);
    expect(stored()).toBe(renewed);
    await own.stop();
  });

  test('[SE10] a password is changed by who knows the present one, and devices stay signed in', async () => {
    const login = newLogin('ann');
    const { token, account } = await register(relay.url, login);
    const fresh = 'a heron stood in the rain';
    const change = (password: string, new_password: string) =>
      request(relay.url, '/api/account/password', { method: 'POST', token, body: { password, new_password } });
    expect(await change('not the right one', fresh)).toMatchObject({
      status: 401,
      body: { error_code: 'bad_credentials' },
    });
    expect(await change(PASSWORD, 'password1234')).toMatchObject({
      status: 400,
      body: { error_code: 'weak_password' },
    });
    expect(await change(PASSWORD, 'short')).toMatchObject({ status: 400, body: { error_code: 'bad_request' } });
    expect((await signIn(relay.url, login)).account).toEqual(account);
    expect((await change(PASSWORD, fresh)).status).toBe(204);
    await expect(signIn(relay.url, login)).rejects.toThrow('bad_credentials');
    expect((await signIn(relay.url, login, fresh)).account).toEqual(account);
    expect((await request(relay.url, '/api/sessions', { token })).status).toBe(200);
  });

  test('[SE5] a login that looks like another is taken, and case does not matter', async () => {
    const login = newLogin('ill0rn');
    await register(relay.url, login);
    for (const alike of [login, login.replace('ill0rn', '1l1orn'), login.replace('rn', 'm'), login.replace('-', '_')]) {
      const answer = await request(relay.url, '/api/accounts', {
        method: 'POST',
        body: { login: alike, password: PASSWORD, device: registration() },
      });
      expect([alike, answer.status, (answer.body as { error_code: string }).error_code]).toEqual([
        alike,
        409,
        'login_taken',
      ]);
    }
  });

  test.each([
    ['short', 400, 'bad_request'],
    ['aaaaaaaaaaaaaaa', 400, 'weak_password'],
    ['Password1234!', 400, 'weak_password'],
    ['qwertyuiopasdf', 400, 'weak_password'],
  ])('the password %s is refused', async (password, status, code) => {
    const answer = await request(relay.url, '/api/accounts', {
      method: 'POST',
      body: { login: newLogin('ann'), password, device: registration() },
    });
    expect(answer).toMatchObject({ status, body: { error_code: code } });
  });

  test('a person is found by exact login or UID only, and by those who have signed in', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    const { token } = ann.session;
    const { uid, login } = bo.session.account;
    expect((await request(relay.url, `/api/people?login=${login}`, { token })).body).toEqual({
      people: [{ uid, login }],
    });
    expect((await request(relay.url, `/api/people?uid=${uid}`, { token })).body).toEqual({ people: [{ uid, login }] });
    expect((await request(relay.url, `/api/people?login=${login.slice(0, -1)}`, { token })).body).toEqual({
      people: [],
    });
    expect((await request(relay.url, `/api/people?login=${login}`)).status).toBe(401);
    await befriend(ann, bo);
    expect((await request(relay.url, `/api/people?uid=${uid}`, { token })).body).toEqual({
      people: [{ uid, login, online: true }],
    });
  });
});

describe('sessions', () => {
  test('[SE3] a revoked session closes its sockets with 4001, and its token opens nothing', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const phone = await newDevice(ann);
    const { token } = ann.session;
    const tab = await phone.again();
    const unused = await ticketFor(relay.url, phone.session.token);
    const revoked = performance.now();
    expect((await request(relay.url, `/api/sessions/${phone.device}`, { method: 'DELETE', token })).status).toBe(204);
    expect(await Promise.all([phone.closed, tab.closed])).toEqual([4001, 4001]);
    expect(performance.now() - revoked).toBeLessThan(1_000);
    for (const ticket of [unused, tab.welcome.resume])
      await expect(connect(relay.url, ticket)).rejects.toThrow(refusedWith(401));
    expect((await request(relay.url, '/api/ws-ticket', { method: 'POST', token: phone.session.token })).status).toBe(
      401,
    );
    expect(ann.frames.filter(({ type }) => type !== 'devices-changed')).toEqual([]);
  });

  test('[SE3] one cannot revoke a session of somebody else', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    const answer = await request(relay.url, `/api/sessions/${bo.device}`, {
      method: 'DELETE',
      token: ann.session.token,
    });
    expect(answer.status).toBe(404);
    expect((await request(relay.url, '/api/sessions', { token: bo.session.token })).status).toBe(200);
  });

  test('[SE6] signing out removes the device from the recipients, with its keys and mailbox', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    const boPhone = await newDevice(bo);
    await befriend(ann, bo);
    const phone = boPhone.session;
    await request(relay.url, '/api/sessions/current', { method: 'DELETE', token: phone.token });
    expect(await boPhone.closed).toBe(4001);
    expect((await devicesOf(ann, bo.uid)).map(({ device }) => device)).toEqual([bo.device]);
    expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
  });

  test('a twenty-first device takes the place of the one that was not used for longest', async () => {
    const login = newLogin('ann');
    const first = await online(relay.url, await register(relay.url, login));
    const others = [];
    for (let count = 1; count < 21; count++) others.push(await signIn(relay.url, login));
    expect(await first.closed).toBe(4001);
    const last = others.at(-1);
    const list = await request(relay.url, '/api/sessions', { token: last?.token ?? '' });
    expect((list.body as { sessions: unknown[] }).sessions).toHaveLength(20);
  });
});

describe('tickets', () => {
  test('[SE4] a ticket opens one socket', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const ticket = await ticketFor(relay.url, token);
    await connect(relay.url, ticket);
    await expect(connect(relay.url, ticket)).rejects.toThrow(refusedWith(401));
    await expect(connect(relay.url, 'never-issued')).rejects.toThrow(refusedWith(401));
  });

  test('[SE4] a ticket is good for the Origin it was asked from', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const ticket = await ticketFor(relay.url, token, relay.url);
    const extension = 'chrome-extension://helffhihknfbmcmbikamjgndfdpnpajm';
    await expect(connect(relay.url, ticket, { origin: extension })).rejects.toThrow(refusedWith(401));
    await connect(relay.url, ticket, { origin: relay.url });
    await connect(relay.url, await ticketFor(relay.url, token, extension), { origin: extension });
  });

  test('[SE4] a ticket is good in the subprotocol alone, never in an address, a header or a cookie', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const ticket = await ticketFor(relay.url, token);
    const headers = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' };
    const offer = {
      ...headers,
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': 'tincan.v1',
    };
    const asked = (path: string, more: Readonly<Record<string, string>>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const upgrade = get(`${relay.url}${path}`, { headers: { ...offer, ...more } });
        upgrade.on('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        upgrade.on('upgrade', () => resolve(101));
        upgrade.on('error', reject);
      });
    expect(await asked(`/ws?ticket=${ticket}`, {})).toBe(400);
    expect(await asked('/ws', { authorization: `Bearer ${token}` })).toBe(400);
    expect(await asked('/ws', { cookie: `ticket=${ticket}; token=${token}` })).toBe(400);
    await connect(relay.url, ticket);
  });

  test('[SE4] no socket for a forged Origin, whatever its ticket: refused before the upgrade', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const here = new URL(relay.url);
    const forged = [
      'null',
      'https://evil.example',
      'http://evil.example:9000',
      'http://localhost',
      'http://127.0.0.1',
      `http://localhost:${here.port}1`,
      `http://localhost.evil.example:${here.port}`,
      `http://evil.example/${here.host}`,
      `http://${here.host}@evil.example`,
      `http://${here.host}.evil.example`,
      `http://evil-${here.host}`,
      `http://${here.host}/`,
      `http://${here.host} http://evil.example`,
      `HTTP://${here.host}`,
      `ws://${here.host}`,
      `ftp://${here.host}`,
      here.host,
      'file://',
      'data:',
      'chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh',
      'chrome-extension://helffhihknfbmcmbikamjgndfdpnpajn',
      'chrome-extension://helffhihknfbmcmbikamjgndfdpnpajm.evil.example',
      'moz-extension://evil.example',
      'moz-extension://6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a001.evil.example',
      'safari-web-extension://6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a001',
    ];
    for (const origin of forged) {
      const ticket = await ticketFor(relay.url, token, origin);
      await expect(connect(relay.url, ticket, { origin }), origin).rejects.toThrow(refusedWith(403));
    }
  });

  test('an address has so many sockets and no more, whosever they are', async () => {
    const few = await startRelay({ environment: { MAX_SOCKETS_PER_IP: '3', TRUST_PROXY: 'yes' } });
    const tickets = [];
    for (let count = 0; count < 5; count++)
      tickets.push(await ticketFor(few.url, (await register(few.url, newLogin('ann'))).token));
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = tickets;
    const sockets = [await connect(few.url, first), await connect(few.url, second), await connect(few.url, third)];
    await expect(connect(few.url, fourth)).rejects.toThrow(refusedWith(429));
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    await connect(few.url, fourth, { headers });
    sockets[0]?.close();
    await sockets[0]?.closed;
    await expect.poll(() => connect(few.url, fifth).then(() => 'open', String), { interval: 50 }).toBe('open');
    await few.stop();
  });

  test('an account has so many sockets and no more', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    for (let count = 0; count < 3; count++) await connect(relay.url, await ticketFor(relay.url, token));
    await expect(connect(relay.url, await ticketFor(relay.url, token))).rejects.toThrow(refusedWith(429));
  });
});
