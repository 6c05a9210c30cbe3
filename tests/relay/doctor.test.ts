import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { judgeHeaders } from '../../relay/doctor/stranger.ts';
import { makeCertificate } from './certificates.ts';
import { freePort } from './free-port.ts';
import { type PushServiceStand, startPushService } from './push/push-service.ts';
import { startRelay } from './start-relay.ts';
import { noTurnServer, startTurnServer } from './start-turn-server.ts';

const DOCTOR = fileURLToPath(new URL('../../relay/dist/doctor.js', import.meta.url));
const SECRET = 'the secret that relay and TURN server share';

let service: PushServiceStand;
let folder: string;
beforeAll(async () => {
  service = await startPushService();
  folder = mkdtempSync(join(tmpdir(), 'tincan-doctor-'));
});
afterAll(() => {
  service.close();
  rmSync(folder, { recursive: true });
});

const leaving: (() => unknown)[] = [];
afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
});

interface Diagnosis {
  readonly code: number | null;
  readonly text: string;
  /** The line of a check, and what is to be done, which stands below it. */
  of(check: string): string;
}

const doctor = async (environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Diagnosis> => {
  const child = spawn(process.execPath, [DOCTOR, ...args], {
    env: { PATH: process.env.PATH ?? '', ...service.inPlaceOfAll, DATA_DIR: folder, HOST: '127.0.0.1', ...environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text, of: (check) => new RegExp(`^. ${check}: .*(\\n {4}.*)?`, 'm').exec(text)?.[0] ?? '' };
};

/** An HTTP server in the relay's place. */
const impostor = async (answer: Parameters<typeof createServer>[1]): Promise<number> => {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  leaving.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
};

describe.skipIf(noTurnServer)('npm run doctor', () => {
  test('finds everything in order with a relay that runs over TLS and a TURN server', async () => {
    const { cert, key, pem, remove } = await makeCertificate();
    leaving.push(remove);
    const turn = await startTurnServer({
      secrets: [SECRET],
      relayAddresses: ['127.0.0.1'],
      certificate: { cert, key },
    });
    leaving.push(() => turn.stop());
    const trusted = join(folder, 'trusted.pem');
    writeFileSync(trusted, `${pem.cert}\n${service.certificate}`, { mode: 0o600 });
    const port = await freePort();
    const url = `turn:127.0.0.1:${turn.port}`;
    const environment = {
      ...service.inPlaceOfAll,
      NODE_EXTRA_CA_CERTS: trusted,
      PORT: String(port),
      TLS: 'cert+key',
      TLS_CERT: cert,
      TLS_KEY: key,
      PUBLIC_URL: `https://localhost:${port}`,
      TURN_URLS: `${url},${url}?transport=tcp,turns:localhost:${turn.tlsPort}`,
      TURN_SECRET: SECRET,
    };
    const relay = await startRelay({ environment });
    leaving.push(() => relay.stop());
    const { code, text, of } = await doctor({ ...environment, DATA_DIR: relay.dataDir });
    expect(text).not.toMatch(/^[!✗]/m);
    expect(text).toContain('Everything is in order.');
    expect(code).toBe(0);
    for (const check of ['Certificate', 'WebSocket', 'Headers', 'Answer', 'TURN over TLS', 'Clock'])
      expect(of(check)).toMatch(/^✓/);
  });

  test('names the fix of everything that a broken setup lacks, and ends with 1', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tincan-open-'));
    leaving.push(() => rmSync(dataDir, { recursive: true }));
    chmodSync(dataDir, 0o777);
    writeFileSync(join(dataDir, 'vapid-keys.json'), '{', { mode: 0o600 });
    const { code, of, text } = await doctor({
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      PUBLIC_URL: 'http://talk.example',
      VAPID_SUBJECT: '',
      TURN_URLS: `turn:127.0.0.1:${await freePort()}`,
      TURN_SECRET: SECRET,
    });
    expect(of('Data folder')).toBe(
      `✗ Data folder: other users of the machine may use ${dataDir} (mode 0777)\n    Run: chmod -R go-rwx ${dataDir}`,
    );
    expect(of('Push keys')).toMatch(/^✗.*\n {4}Put that file back/);
    expect(of('Push contact')).toMatch(/^!.*\n {4}Set VAPID_SUBJECT/);
    expect(of('TURN over UDP')).toMatch(/^✗.*ECONNREFUSED.*\n {4}Is coturn running/);
    expect(of('Address')).toMatch(/^✗.*http:\/\/talk\.example.*\n {4}Browsers need https/);
    expect(of('Port')).toMatch(/^–/);
    expect(text).toContain('4 checks failed, 2 warnings');
    expect(code).toBe(1);
  });
});

test('a variable that cannot be used is told as the relay tells it, and nothing else is looked at', async () => {
  const { code, text } = await doctor({ PORT: 'nine' });
  expect(text).toMatch(/^✗ Configuration: PORT is "nine"; allowed: .*\n {4}Change that variable/);
  expect(text).not.toContain('Disk');
  expect(code).toBe(1);
});

test('something else at the relay’s port is noticed', async () => {
  const port = await impostor((_, response) => response.end('hello'));
  const { code, of } = await doctor({ PORT: String(port) });
  expect(of('Port')).toMatch(/^✗.*not the relay.*\n {4}End what is there/);
  expect(code).toBe(1);
});

describe('npm run doctor -- ADDRESS', () => {
  test('sees a proxy that passes on neither upgrades nor headers', async () => {
    const relay = await startRelay();
    leaving.push(() => relay.stop());
    const port = await impostor(async ({ url }, response) => {
      const answer = await fetch(`${relay.url}${url}`);
      response.writeHead(answer.status).end(await answer.text());
    });
    const { code, of, text } = await doctor({}, `http://localhost:${port}`);
    expect(of('Answer')).toMatch(/^✓/);
    expect(of('WebSocket')).toMatch(/^✗.*\n {4}Let the proxy pass on upgrades/);
    expect(of('Headers')).toMatch(/^✗.*content-security-policy.*\n {4}Something in front/);
    expect(text).not.toContain('Disk');
    expect(code).toBe(1);
  });

  test('says that nobody is there, or that it is no address', async () => {
    const nowhere = `http://localhost:${await freePort()}`;
    expect((await doctor({}, nowhere)).of('Answer')).toMatch(/^✗.*ECONNREFUSED/);
    expect(await doctor({}, 'talk.example')).toMatchObject({
      code: 2,
      text: '"talk.example" is no address; allowed: one such as https://talk.example\n',
    });
  });
});

test('a page that is told to be elsewhere, or not to be over TLS, is noticed', () => {
  const address = new URL('https://talk.example');
  const headers = (host: string) => ({ 'content-security-policy': `connect-src 'self' ${host}; worker-src 'self'` });
  expect(judgeHeaders({ headers: headers('ws://talk.example') }, address)).toMatchObject({
    state: 'failed',
    found: 'headers-other-host',
    about: 'wss://talk.example',
    said: 'ws://talk.example',
  });
  expect(judgeHeaders({ headers: headers('wss://talk.example') }, address)).toMatchObject({
    found: 'headers-missing',
    about: expect.stringContaining('strict-transport-security'),
  });
});
