import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relayFacts } from '#shared/protocol/account-api.ts';
import { errorBody } from '#shared/protocol/errors.ts';
import { isAllowedOrigin } from '../../relay/http/origins.ts';
import { createPwaFiles } from '../../relay/http/pwa-files.ts';
import { clientAddress, isLocal } from '../../relay/socket/client-address.ts';
import type { HttpAnswer, HttpRequest } from '../../relay/socket/server.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newLogin, PASSWORD, type RequestOptions, register, registration, request } from './test-client.ts';

const asked = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  id: 'a-request',
  method: 'GET',
  path,
  query: '',
  ip: '127.0.0.1',
  local: false,
  host: 'talk.example:9000',
  origin: '',
  authorization: '',
  acceptEncoding: 'gzip, deflate, br, zstd',
  ifNoneMatch: '',
  accept: 'text/html,*/*',
  contentType: '',
  secure: false,
  forwarded: false,
  body: '',
  upload: undefined,
  ...more,
});

const header = ({ headers }: HttpAnswer, name: string): string | undefined =>
  headers.find(([given]) => given === name)?.[1];

describe('the built app', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tincan-pwa-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets/app-1a2b.js'), 'plain');
    writeFileSync(join(folder, 'assets/app-1a2b.js.br'), 'brotli');
    writeFileSync(join(folder, 'assets/app-1a2b.js.gz'), 'gzip');
    writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const ask = (path: string, more?: Partial<HttpRequest>): HttpAnswer =>
    createPwaFiles(folder).answer(asked(path, more));
  const text = ({ body }: HttpAnswer): string => Buffer.from(body).toString();

  test('files are served compressed as the client accepts, assets for ever, the rest asked for again', () => {
    const script = ask('/assets/app-1a2b.js');
    expect([script.status, text(script), header(script, 'content-encoding')]).toEqual([200, 'brotli', 'br']);
    expect(header(script, 'cache-control')).toBe('public, max-age=31536000, immutable');
    expect(header(script, 'content-type')).toBe('text/javascript; charset=utf-8');
    expect(text(ask('/assets/app-1a2b.js', { acceptEncoding: 'gzip' }))).toBe('gzip');
    expect(text(ask('/assets/app-1a2b.js', { acceptEncoding: '' }))).toBe('plain');
    const manifest = ask('/manifest.webmanifest');
    expect([header(manifest, 'content-type'), header(manifest, 'cache-control')]).toEqual([
      'application/manifest+json',
      'no-cache',
    ]);
    const again = ask('/manifest.webmanifest', { ifNoneMatch: header(manifest, 'etag') ?? '' });
    expect([again.status, text(again)]).toEqual([304, '']);
  });

  test('any address a person can open shows the app, a missing file does not', () => {
    for (const path of ['/', '/people/anyone', '/settings']) expect(text(ask(path))).toBe('<!doctype html>');
    expect(ask('/assets/gone.js').status).toBe(404);
    expect(ask('/gone.png', { accept: 'image/*' }).status).toBe(404);
    expect(ask('/../config.ts', { accept: '*/*' }).status).toBe(404);
    expect(ask('/', { method: 'POST' }).status).toBe(405);
  });

  test('pages may do what the app needs and nothing else', () => {
    const page = ask('/');
    expect(header(page, 'content-security-policy')).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
        "connect-src 'self' ws://talk.example:9000; worker-src 'self'; manifest-src 'self'; font-src 'self'; frame-ancestors 'none'; " +
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types tincan",
    );
    expect(header(page, 'cross-origin-opener-policy')).toBe('same-origin');
    expect(header(page, 'x-content-type-options')).toBe('nosniff');
    expect(header(page, 'referrer-policy')).toBe('no-referrer');
    expect(header(page, 'permissions-policy')).toBe('camera=(self), microphone=(self), display-capture=(self)');
    expect(header(page, 'strict-transport-security')).toBeUndefined();
    const secure = ask('/', { secure: true });
    expect(header(secure, 'content-security-policy')).toContain('wss://talk.example:9000');
    expect(header(secure, 'strict-transport-security')).toBe('max-age=63072000');
    expect(header(ask('/', { host: "x; script-src 'unsafe-inline'" }), 'content-security-policy')).toContain(
      "connect-src 'self';",
    );
  });

  test('without a build it says so', () => {
    const missing = createPwaFiles(join(folder, 'nowhere'));
    expect(missing.built).toBe(false);
    expect(missing.answer(asked('/'))).toMatchObject({ status: 503, body: expect.stringContaining('npm start') });
  });
});

describe('the API', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await startRelay({
      environment: { RATE_LIMIT_SCALE: '1', REGISTRATIONS_PER_HOUR: '3', TRUST_PROXY: 'yes', LOG_LEVEL: 'trace' },
    });
  });
  afterAll(() => relay.stop());

  test('says what it is, without asking who', async () => {
    expect(relayFacts.parse((await request(relay.url, '/api/relay')).body)).toMatchObject({ registration: 'open' });
    expect((await request(relay.url, '/health')).body).toEqual({ status: 'ok' });
  });

  test.each([
    ['GET', '/api/nothing', undefined, 404, 'not_found'],
    ['DELETE', '/api/relay', undefined, 404, 'not_found'],
    ['POST', '/api/sessions', 'not json', 400, 'bad_request'],
    ['POST', '/api/sessions', {}, 400, 'bad_request'],
    ['POST', '/api/accounts', 'x'.repeat(40_000), 413, 'too_large'],
    ['POST', '/api/ws-ticket', undefined, 401, 'unauthorized'],
    ['GET', '/api/sessions', undefined, 401, 'unauthorized'],
    ['GET', '/api/people?login=ann', undefined, 401, 'unauthorized'],
  ])('%s %s is refused in one form', async (method, path, body, status, code) => {
    const answer = await request(relay.url, path, { method, ...(body === undefined ? {} : { body }) });
    expect(answer.status).toBe(status);
    expect(errorBody.parse(answer.body).error_code).toBe(code);
  });

  test('[HT2] HEAD is GET without the body, OPTIONS names the methods, and so does the refusal of any other', async () => {
    const head = await request(relay.url, '/api/relay', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), head.body]).toEqual([200, 'application/json', '']);
    const options = await request(relay.url, '/api/sessions', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow'), options.body]).toEqual([204, 'POST, GET, HEAD, OPTIONS', '']);
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    for (const method of ['PATCH', 'PROPFIND', 'put'])
      expect(await request(relay.url, '/api/sessions', { method })).toMatchObject({
        status: 404,
        body: { error_code: 'not_found', detail: 'no such method here, only POST, GET, HEAD, OPTIONS' },
      });
  });

  test('[HT1] what was wrong is said in words', async () => {
    const { token } = await register(relay.url, newLogin('cy'));
    const said = async (path: string, options: RequestOptions = {}) => {
      const { status, body } = await request(relay.url, path, { token, ...options });
      return [status, errorBody.parse(body).detail];
    };
    const signIn = (more: RequestOptions) => said('/api/sessions', { method: 'POST', ...more });
    expect(await signIn({})).toEqual([400, 'body: missing']);
    expect(await signIn({ body: '{"login"' })).toEqual([400, 'body: not JSON']);
    expect(await signIn({ body: {} })).toEqual([400, 'login: Invalid input: expected string, received undefined']);
    const form = { body: 'login=cy', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect(await signIn(form)).toEqual([400, 'content-type: application/json, not application/x-www-form-urlencoded']);
    expect(await signIn({ body: 'x'.repeat(16_385) })).toEqual([413, 'body: at most 16384 bytes']);
    expect(await said('/api/people')).toEqual([400, 'query: either login or uid']);
    expect(await said('/api/people?login=A')).toEqual([400, 'login: 2 to 32 of a-z 0-9 _ . -']);
    expect(await said('/api/blobs/%zz')).toEqual([400, 'path: not percent-encoded UTF-8']);
    expect(await said('/api/blobs/x%2Fy')).toEqual([404, 'id: a blob id']);
    expect(await said('/api/ring-tests/1')).toEqual([404, 'test: a lower-case UUID']);
    expect(await said('/api/sessions/mine', { method: 'DELETE' })).toEqual([404, 'id: a lower-case UUID']);
  });

  test('accounts and tries to sign in are counted for each address, told by the proxy', async () => {
    const from = (ip: string, path: string, body: unknown) =>
      request(relay.url, path, { method: 'POST', body, headers: { 'x-forwarded-for': `1.2.3.4, ${ip}` } });
    const accounts = [];
    for (let count = 0; count < 4; count++) {
      accounts.push(
        await from('203.0.113.7', '/api/accounts', {
          login: newLogin('ann'),
          password: PASSWORD,
          device: registration(),
        }),
      );
    }
    expect(accounts.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(accounts.at(-1)?.body).toMatchObject({ error_code: 'rate_limited', retry_after: expect.any(Number) });

    const attempt = { login: newLogin('nobody'), password: 'not the right one', device: registration() };
    const tries = [];
    for (let count = 0; count < 7; count++)
      tries.push((await from(`198.51.100.${count}`, '/api/sessions', attempt)).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 401, 429]); // five are free, the sixth starts the wait
    const flood = [];
    for (let count = 0; count < 21; count++) {
      flood.push(await from('192.0.2.1', '/api/sessions', { ...attempt, login: newLogin('nobody') }));
    }
    expect(flood.map(({ status }) => status)).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
  });

  test('tries from one network of IPv6 are those of one address', async () => {
    const attempt = { login: '', password: 'not the right one', device: registration() };
    const tries = [];
    for (let count = 1; count <= 21; count++) {
      const body = { ...attempt, login: newLogin('nobody') };
      const headers = { 'x-forwarded-for': `2001:db8:0:7:${count}::1` };
      tries.push((await request(relay.url, '/api/sessions', { method: 'POST', body, headers })).status);
    }
    expect(tries).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
  });

  test('the log has no token, no password and no whole address', async () => {
    const { token } = await register(relay.url, newLogin('bo'));
    await request(relay.url, '/api/ws-ticket', { method: 'POST', token });
    for (const secret of [token, PASSWORD, '203.0.113.7', '127.0.0.1']) expect(relay.output()).not.toContain(secret);
  });
});

describe('TLS', () => {
  const fetchText = (url: string): Promise<{ text: string; headers: Readonly<Record<string, unknown>> }> =>
    new Promise((resolve, reject) => {
      get(url, { rejectUnauthorized: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ text, headers: response.headers }));
      }).on('error', reject);
    });

  test('a certificate of its own is made once, kept, and names this machine', async () => {
    const relay = await startRelay({ environment: { TLS: 'self-signed' } });
    expect(relay.url).toMatch(/^https:/);
    expect((await fetchText(`${relay.url}/health`)).text).toContain('ok');
    expect((await fetchText(`${relay.url}/`)).headers['strict-transport-security']).toBeDefined();
    const file = join(relay.dataDir, 'tls/cert.pem');
    const certificate = readFileSync(file);
    expect(new X509Certificate(certificate).subjectAltName).toMatch(/DNS:localhost.*IP Address:127\.0\.0\.1/);
    expect(statSync(join(relay.dataDir, 'tls/key.pem')).mode & 0o777).toBe(0o600);
    await relay.end();
    await relay.start();
    expect(readFileSync(file)).toEqual(certificate);
    await relay.end();
    await relay.start({ TLS: 'cert+key', TLS_CERT: file, TLS_KEY: join(relay.dataDir, 'tls/key.pem') });
    expect((await fetchText(`${relay.url}/health`)).text).toContain('ok');
    await relay.stop();
  });
});

describe('where a request comes from', () => {
  test.each([
    ['203.0.113.7', '', '203.0.113.7'],
    ['0000:0000:0000:0000:0000:ffff:7f00:0001', '', '127.0.0.1'],
    ['::ffff:203.0.113.7', '', '203.0.113.7'],
    ['2001:0db8:0001:0002:0003:0004:0005:0006', '', '2001:db8:1:2::/64'],
    ['2001:db8::6', '', '2001:db8:0:0::/64'],
    ['127.0.0.1', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ])('%s, forwarded for "%s", counts as %s', (remote, forwarded, expected) => {
    expect(clientAddress(remote, forwarded)).toBe(expected);
  });

  test.each([
    ['198.51.100.9, 203.0.113.7, 104.22.17.40', '203.0.113.7'],
    ['203.0.113.7', '203.0.113.7'],
    ['', '127.0.0.1'],
  ])('two proxies that say "%s" mean %s', (forwarded, expected) => {
    expect(clientAddress('127.0.0.1', forwarded, 2)).toBe(expected);
  });

  test.each([
    ['127.0.0.1', 'localhost:9000', '', true],
    ['127.8.9.1', '127.0.0.1', '', true],
    ['0000:0000:0000:0000:0000:0000:0000:0001', '[::1]:9000', '', true],
    ['0000:0000:0000:0000:0000:ffff:7f00:0001', 'localhost', '', true],
    ['127.0.0.1', 'localhost:9000', '203.0.113.7', false],
    ['127.0.0.1', 'talk.example:9000', '', false],
    ['127.0.0.1', 'localhost.talk.example', '', false],
    ['192.168.0.7', 'localhost:9000', '', false],
    ['0000:0000:0000:0000:0000:ffff:c0a8:0007', 'localhost:9000', '', false],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', 'localhost', '', false],
  ])('%s that asks %s, forwarded for "%s", is on this machine: %s', (remote, host, forwarded, expected) => {
    expect(isLocal(remote, host, forwarded)).toBe(expected);
  });

  test.each([
    ['', true],
    ['http://talk.example:9000', true],
    ['https://talk.example:9000', true],
    ['https://public.example', true],
    ['https://more.example', true],
    ['chrome-extension://helffhihknfbmcmbikamjgndfdpnpajm', true],
    ['moz-extension://6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a001', true],
    ['null', false],
    ['http://talk.example', false],
    ['https://talk.example.evil.example', false],
    ['https://evil.example', false],
    ['moz-extension://evil.example', false],
    ['chrome-extension://helffhihknfbmcmbikamjgndfdpnpajn', false],
    ['file://', false],
  ])('the Origin "%s" may open a socket: %s', (origin, allowed) => {
    expect(isAllowedOrigin(origin, 'talk.example:9000', 'https://public.example/', ['https://more.example'])).toBe(
      allowed,
    );
  });
});
