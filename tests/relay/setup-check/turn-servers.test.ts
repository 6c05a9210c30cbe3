import { createHmac } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { IceServer } from '#shared/protocol/frames.ts';
import type { CheckId, Finding } from '#shared/protocol/setup-check.ts';
import { serverAddress } from '../../../relay/features/setup-check/stun-wire.ts';
import { checkTurnServers } from '../../../relay/features/setup-check/turn-servers.ts';
import { type MadeCertificate, makeCertificate } from '../certificates.ts';
import { freePort } from '../free-port.ts';
import { noTurnServer, type RunningTurnServer, startTurnServer } from '../start-turn-server.ts';
import { openTurnClient } from '../turn-client.ts';

const SECRET = 'the secret that relay and TURN server share';
const HOST = '127.0.0.1';
const KNOWN = getCACertificates('default');

const named = (urls: readonly string[], secret = SECRET): readonly IceServer[] => {
  const username = `${Math.floor(Date.now() / 1000) + 3600}:ann`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return [{ urls: [...urls], username, credential }];
};

const by = (findings: readonly Finding[], id: CheckId): Finding | undefined =>
  findings.find((finding) => finding.id === id);

describe.skipIf(noTurnServer)('a TURN server that runs', () => {
  let certificate: MadeCertificate;
  let turn: RunningTurnServer;
  let urls: readonly [udp: string, tcp: string, tls: string];
  beforeAll(async () => {
    certificate = await makeCertificate();
    turn = await startTurnServer({ secrets: [SECRET], relayAddresses: [HOST], certificate });
    const address = `turn:${HOST}:${turn.port}`;
    urls = [address, `${address}?transport=tcp`, `turns:localhost:${turn.tlsPort}?transport=tcp`];
  });
  afterEach(() => setDefaultCACertificates(KNOWN));
  afterAll(async () => {
    await turn.stop();
    certificate.remove();
  });

  test('takes the credentials over UDP, TCP and TLS', async () => {
    setDefaultCACertificates([...KNOWN, certificate.pem.cert]);
    const findings = await checkTurnServers(named(urls));
    for (const [at, id] of (['turn-udp', 'turn-tcp', 'turn-tls'] as const).entries())
      expect(by(findings, id)).toEqual({ id, state: 'ok', found: 'turn-answers', about: urls[at] });
    expect(by(findings, 'stun')).toMatchObject({ state: 'skipped', found: 'stun-by-turn' });
  });

  test('refuses them where its secret is another', async () => {
    const findings = await checkTurnServers(named([urls[0]], 'another secret'));
    expect(by(findings, 'turn-udp')).toEqual({
      id: 'turn-udp',
      state: 'failed',
      found: 'turn-refused',
      about: urls[0],
      said: '401',
    });
  });

  test('is not believed where its certificate is of nobody', async () => {
    const findings = await checkTurnServers(named([urls[2]]));
    expect(by(findings, 'turn-tls')).toMatchObject({
      state: 'failed',
      found: 'turn-untrusted',
      said: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test('answers as a STUN server, too', async () => {
    const about = `stun:${HOST}:${turn.port}`;
    expect(by(await checkTurnServers([{ urls: about }]), 'stun')).toMatchObject({ state: 'ok', about });
  });
});

test.skipIf(noTurnServer)('a TURN server without room says so, and what was only tried is given back', async () => {
  const turn = await startTurnServer({ secrets: [SECRET], relayAddresses: [HOST], settings: ['--user-quota=1'] });
  const servers = named([`turn:${HOST}:${turn.port}`]);
  const tried = async () => by(await checkTurnServers(servers), 'turn-udp')?.found;
  expect(await tried()).toBe('turn-answers');
  // What nobody gives back is kept for ten minutes; this server takes a second to notice.
  await expect.poll(tried, { timeout: 10_000 }).toBe('turn-answers');
  const { username = '', credential = '' } = servers[0] ?? {};
  const ann = openTurnClient(turn.port, { username, credential });
  await expect.poll(() => ann.allocate(4), { timeout: 10_000 }).toBe(200);
  expect(await tried()).toBe('turn-full');
  ann.close();
  await turn.stop();
});

test('a server that is not there fails by each transport, with what the system says', async () => {
  const port = await freePort();
  const address = `turn:${HOST}:${port}`;
  const findings = await checkTurnServers([
    { urls: `stun:${HOST}:${port}` },
    ...named([address, `${address}?transport=tcp`, `turns:${HOST}:${port}`]),
  ]);
  expect(by(findings, 'stun')).toMatchObject({ state: 'failed', found: 'stun-silent' });
  for (const id of ['turn-udp', 'turn-tcp', 'turn-tls'] as const)
    expect(by(findings, id)).toMatchObject({ state: 'failed', found: 'turn-silent', said: 'ECONNREFUSED' });
});

test('where none is named that is a warning, and so is a way for which none is', async () => {
  expect(await checkTurnServers([])).toEqual([
    { id: 'stun', state: 'warning', found: 'stun-none' },
    { id: 'turn', state: 'warning', found: 'turn-none' },
  ]);
  const findings = await checkTurnServers(named([`turn:${HOST}:${await freePort()}?transport=tcp`]));
  expect(by(findings, 'turn-udp')).toMatchObject({ state: 'warning', found: 'turn-way-none' });
  expect(by(findings, 'turn-tls')).toMatchObject({ state: 'skipped', found: 'turn-way-none' });
});

test.each([
  ['turn:turn.example', { scheme: 'turn', host: 'turn.example', port: 3478, transport: 'udp' }],
  ['turn:turn.example:80?transport=tcp', { scheme: 'turn', host: 'turn.example', port: 80, transport: 'tcp' }],
  ['turns:turn.example', { scheme: 'turn', host: 'turn.example', port: 5349, transport: 'tls' }],
  ['stun:[2001:db8::1]:3479', { scheme: 'stun', host: '2001:db8::1', port: 3479, transport: 'udp' }],
])('%s is read as browsers do', (url, address) => {
  expect(serverAddress(url)).toEqual({ url, ...address });
});

test('what is no such address is none', () => {
  expect(serverAddress('https://turn.example')).toBeUndefined();
});
