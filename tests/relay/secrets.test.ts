import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codeOf } from './authenticator.ts';
import { newSubscription } from './push/push-subscription.ts';
import { startRelay } from './start-relay.ts';
import {
  befriend,
  connect,
  newDevice,
  newLogin,
  online,
  PASSWORD,
  register,
  registration,
  request,
  say,
  sealed,
  ticketFor,
} from './test-client.ts';

const ADMIN_PASSWORD = 'the word of the administrator';
const TURN_SECRET = 'a secret that relay and TURN server share';
const EMAIL = 'canary.of.ann@tincan.example';
const MISTYPED = 'correct horse batteyr';

const entriesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
    path: join(entry.parentPath, entry.name),
    isFile: entry.isFile(),
  }));

/** As it is, and in the spellings of text in JSON, of addresses, and of bytes in hex and base64. */
const spellings = (secret: string): readonly Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(encodeURIComponent(secret)),
  Buffer.from(Buffer.from(secret).toString('hex')),
  Buffer.from(Buffer.from(secret).toString('base64').slice(0, -4)),
];

test('[SE1] after everything that people do with them no secret is in the logs or the data, and nobody else may read those', async () => {
  const above = mkdtempSync(join(tmpdir(), 'tincan-secrets-'));
  onTestFinished(() => rmSync(above, { recursive: true, force: true }));
  const dataDir = join(above, 'data');
  const relay = await startRelay({
    dataDir,
    environment: {
      LOG_LEVEL: 'trace',
      TURN_URLS: 'turn:turn.example:3478',
      TURN_SECRET,
      ADMIN_LOGIN: 'admin',
      ADMIN_PASSWORD,
    },
  });
  onTestFinished(() => relay.stop());
  const { url } = relay;
  const device = registration();
  const trySignIn = (login: string, password: string) =>
    request(url, '/api/sessions', { method: 'POST', body: { login, password, device } });

  const login = newLogin('ann');
  const ann = await online(url, await register(url, login, { email: EMAIL }));
  const bo = await online(url, await register(url, newLogin('bo')));
  await befriend(ann, bo);
  const { token } = ann.session;
  const admin = (await trySignIn('admin', ADMIN_PASSWORD)).body as { token: string };
  const issued = await request(url, '/api/admin/access-keys', {
    method: 'POST',
    token: admin.token,
    body: { label: 'one' },
  });
  const { access_key } = issued.body as { access_key: string };
  const asBo = { method: 'POST', token: bo.session.token };
  const beginning = await request(url, '/api/account/second-factor', { ...asBo, body: { password: PASSWORD } });
  const { secret: ofApp } = beginning.body as { secret: string };
  const code = codeOf(ofApp, Date.now());
  const confirmed = await request(url, '/api/account/second-factor/confirmation', { ...asBo, body: { code } });
  const { recovery_codes } = confirmed.body as { recovery_codes: [string, ...string[]] };
  const [used, unused] = [await ticketFor(url, token), await ticketFor(url, token)];
  const again = await connect(url, used);
  const { resume } = await again.next('welcome');
  const phone = await newDevice(ann);
  const { subscription } = newSubscription('https://fcm.googleapis.com');
  await request(url, '/api/push');
  await request(url, '/api/push/subscription', { method: 'POST', token, body: subscription });
  expect(await say(ann, bo.uid, 'sealed')).toMatchObject({ type: 'sent' });
  const begun = await request(url, '/api/blobs', { method: 'POST', token, body: { to: bo.uid, size: 64 } });
  const { blob } = begun.body as { blob: string };
  const headers = { 'content-type': 'application/octet-stream' };
  await request(url, `/api/blobs/${blob}/parts/0`, { method: 'PUT', token, body: 'x'.repeat(64), headers });

  // What goes wrong is what is written down.
  await trySignIn(login, MISTYPED);
  await trySignIn(PASSWORD, login);
  for (const typed of [recovery_codes[0], recovery_codes[0], ofApp])
    await request(url, '/api/sessions', {
      method: 'POST',
      body: { login: bo.session.account.login, password: PASSWORD, code: typed, device },
    });
  await request(url, '/api/sessions', { method: 'POST', body: `{"password":"${PASSWORD}"` });
  await request(url, '/api/accounts', { method: 'POST', body: { login, password: PASSWORD, device, wrong: token } });
  await request(url, `/api/people?login=${token}`, { token });
  await request(url, `/api/sessions/${token}`, { method: 'DELETE', token: `${token}x` });
  for (const ticket of [used, `${unused}x`, token]) await connect(url, ticket).catch(() => undefined);
  ann.sendText(JSON.stringify({ type: 'typing', to: token, typing: PASSWORD }));
  ann.send({ type: 'offer', to: bo.endpoint, call: crypto.randomUUID(), box: sealed(PASSWORD) });
  ann.sendText(`${token} ${PASSWORD}`);
  await ann.closed;
  phone.terminate();

  // Killed: whatever it would tidy up at its end is still there.
  await relay.kill();
  const entries = entriesIn(dataDir);
  const places = [
    ...entries.filter(({ isFile }) => isFile).map(({ path }) => ({ place: path, bytes: readFileSync(path) })),
    { place: 'the logs', bytes: Buffer.from(relay.output()) },
  ];
  expect(places.some(({ bytes }) => bytes.includes(login))).toBe(true);
  expect(relay.output()).toContain('socket refused');
  const tokens = [token, admin.token, phone.session.token, used, unused, resume, access_key];
  for (const secret of [...tokens, ...recovery_codes, ofApp, PASSWORD, MISTYPED, ADMIN_PASSWORD, TURN_SECRET, EMAIL]) {
    expect(secret.length).toBeGreaterThan(16);
    for (const { place, bytes } of places)
      for (const spelling of spellings(secret)) expect(bytes.includes(spelling), `${secret} in ${place}`).toBe(false);
  }
  expect(relay.output()).not.toContain('127.0.0.1');

  // The database, the keys of e-mail addresses, passwords, tokens and pushes, and the part of a file.
  const names = entries.filter(({ isFile }) => isFile).map(({ path }) => relative(dataDir, path));
  expect(names.map((name) => name.replace(blob, 'BLOB')).sort()).toEqual([
    'blobs/BLOB/0',
    'email-key',
    'password-key',
    'second-factor-key',
    'tincan.db',
    'tincan.db-shm',
    'tincan.db-wal',
    'token-key',
    'vapid-keys.json',
  ]);
  const open = [{ path: dataDir, isFile: false }, ...entries].filter(
    ({ path, isFile }) => (statSync(path).mode & 0o777) !== (isFile ? 0o600 : 0o700),
  );
  expect(open).toEqual([]);
});

test.each(['email-key', 'password-key', 'second-factor-key', 'token-key'])(
  'a relay whose %s is not whole does not start, and says so',
  async (name) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tincan-key-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const key = join(dataDir, name);
    writeFileSync(key, '');
    await expect(startRelay({ dataDir })).rejects.toThrow(
      `${key} has 0 bytes in place of 32. Put it back from a backup, or remove it where nobody has an account yet`,
    );
  },
);

test('whose e-mail address cannot be read, as its key was lost, sees the rest of their account, and the log says what to put back', async () => {
  const relay = await startRelay();
  onTestFinished(() => relay.stop());
  const { token } = await register(relay.url, newLogin('ann'), { email: EMAIL });
  await relay.end();
  const key = join(relay.dataDir, 'email-key');
  const lost = readFileSync(key);
  rmSync(key);
  await relay.start();
  const account = () => request(relay.url, '/api/account', { token });
  expect(await account()).toMatchObject({ status: 200, body: { email: null, role: 'person' } });
  await expect
    .poll(relay.output)
    .toContain('email-key in DATA_DIR is not the one that this was sealed with: put that one back');
  await relay.end();
  writeFileSync(key, lost);
  await relay.start();
  expect(await account()).toMatchObject({ status: 200, body: { email: EMAIL } });
});
