import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGate } from '../../relay/http/gate.ts';
import { limitsAt } from '../../relay/hub/limits.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { type Answer, newLogin, type RequestOptions, register, request } from './test-client.ts';

const AT_ONCE = 30;
const WRONG_AT_ONCE = 3;

let relay: RunningRelay;
beforeAll(async () => {
  // A hundredth: 30 requests at once and 3 a second, 3 wrong tokens at once and one in twenty seconds.
  const environment = { RATE_LIMIT_SCALE: '0.01', REGISTRATIONS_PER_HOUR: '1000', TRUST_PROXY: 'yes' };
  relay = await startRelay({ environment });
});
afterAll(() => relay.stop());

const from = (ip: string, path: string, options: RequestOptions = {}) =>
  request(relay.url, path, { ...options, headers: { 'x-forwarded-for': ip } });

const tooMany = (detail: string) => ({
  status: 429,
  body: { error_code: 'rate_limited', detail, retry_after: expect.any(Number) },
});

describe('the API', () => {
  test('[HT4] an address makes so many requests at once, and is told when to come back', async () => {
    const answers: Answer[] = [];
    for (let count = 0; count < 2 * AT_ONCE; count++) answers.push(await from('2001:db8:0:1::1', '/api/relay'));
    const [done, refused] = [200, 429].map((wanted) => answers.filter(({ status }) => status === wanted));
    expect(done?.length).toBeGreaterThanOrEqual(AT_ONCE);
    expect(answers.slice(0, AT_ONCE).map(({ status }) => status)).not.toContain(429);
    expect(refused?.[0]).toMatchObject(tooMany('too many requests from this address'));
    expect(refused?.[0]?.headers.get('retry-after')).toBe('1');

    for (let count = 0; count < AT_ONCE; count++) await from('2001:db8:0:1::2', '/api/nothing');
    expect(await from('2001:db8:0:1:2:3:4:5', '/api/people?login=ann')).toMatchObject({ status: 429 });
    expect((await from('2001:db8:0:2::1', '/api/relay')).status).toBe(200);
    for (const path of ['/health', '/openapi.json']) expect((await from('2001:db8:0:1::1', path)).status).toBe(200);
  });

  test('[HT4] who shows wrong tokens is soon not looked at, and others are, from the same address, too', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const ip = '203.0.113.7';
    const made = (count: number) => `tc_s_${String(count).padStart(43, 'A')}`;
    for (let count = 0; count < 2 * WRONG_AT_ONCE; count++) expect((await from(ip, '/api/sessions')).status).toBe(401); // none at all is looked up nowhere
    for (let count = 0; count < 2 * WRONG_AT_ONCE; count++)
      expect((await from(ip, '/api/sessions', { token })).status).toBe(200);
    for (let count = 0; count < WRONG_AT_ONCE; count++)
      expect((await from(ip, '/api/account', { token: made(count) })).status).toBe(401);
    const refused = tooMany('too many wrong tokens from this address');
    expect(await from(ip, '/api/ws-ticket', { method: 'POST', token: made(99) })).toMatchObject(refused);
    expect(await from(ip, '/api/admin/accounts', { token: made(100) })).toMatchObject(refused);
    expect((await from(ip, '/api/relay')).status).toBe(200);
    expect((await from('203.0.113.8', '/api/sessions', { token: made(101) })).status).toBe(401);

    // Whoever shares the address is not shut out, also after a restart, nor is a token looked at for its looks.
    expect((await from(ip, '/api/sessions', { token })).status).toBe(200);
    const last = token.endsWith('A') ? 'B' : 'A';
    expect(await from(ip, '/api/sessions', { token: token.slice(0, -1) + last })).toMatchObject(refused);
    await relay.kill();
    await relay.start();
    for (let count = 0; count <= WRONG_AT_ONCE; count++) await from(ip, '/api/account', { token: made(count) });
    expect(await from(ip, '/api/account', { token: made(99) })).toMatchObject(refused);
    expect((await from(ip, '/api/account', { token })).status).toBe(200);
  });

  test('[HT4] a token that was signed out is told so, however many wrong ones came from its address', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const ip = '203.0.113.9';
    await from(ip, '/api/sessions/current', { method: 'DELETE', token });
    for (let count = 0; count < 2 * WRONG_AT_ONCE; count++)
      expect((await from(ip, '/api/account', { token })).status).toBe(401);
    expect(await from(ip, '/api/account', { token: `tc_s_${'A'.repeat(64)}` })).toMatchObject({ status: 429 });
  });

  test('[HT4] fifty people behind one address, with three devices each, come back at once', () => {
    const gate = createGate(limitsAt(1), () => 0);
    const requests = 10; // a ticket, a token, the account, the subscription and what waits to be sent
    expect(() => {
      for (let count = 0; count < 50 * 3 * requests; count++) gate.enter('203.0.113.7');
    }).not.toThrow();
  });
});
