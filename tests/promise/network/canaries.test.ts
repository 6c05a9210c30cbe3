import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startRelay } from '#tests/relay/start-relay.ts';
import { newLogin } from '#tests/relay/test-client.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { befriend, newcomer, PASSWORD } from './someone.ts';

const EMAIL = 'canary.of.ann@tincan.example';
const TEXT = 'the canary sings at five past seven';

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** As it is, and as it would be inside JSON or base64 at any offset. */
const spellings = (secret: string): readonly Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(Buffer.from(secret).toString('base64').slice(0, -4)),
  ...['x', 'xx'].map((before) =>
    Buffer.from(
      Buffer.from(before + secret)
        .toString('base64')
        .slice(4, -4),
    ),
  ),
];

test('[SE1] what people say, their passwords, tokens and e-mail are nowhere: not on the disk, in the logs, or on the wire', async () => {
  const relay = await startRelay({ environment: { TLS: 'self-signed', LOG_LEVEL: 'trace' } });
  onTestFinished(() => relay.stop());
  const certificate = filesIn(relay.dataDir).find((file) => /cert.*\.pem$/.test(file)) ?? '';
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate, 'utf8')]);
  const wire: Buffer[] = [];
  const proxy = await startFaultProxy(
    relay.port,
    () => 1,
    (piece) => wire.push(piece),
  );
  onTestFinished(() => proxy.close());
  const url = `https://localhost:${proxy.port}`;

  const ann = await newcomer(url, newLogin('ann'), { email: EMAIL });
  const bo = await newcomer(url, newLogin('bo'));
  onTestFinished(() => {
    for (const { client, history } of [ann, bo]) {
      client.close();
      history.close();
    }
  });
  const talk = await befriend(ann, bo);
  expect(await ann.client.chat.send(talk, TEXT)).toMatchObject({ ok: true });
  await vi.waitFor(async () => expect(await bo.textsBy(ann.uid, talk)).toEqual([TEXT]), { timeout: 10_000 });
  const token = (await ann.history.session())?.token ?? '';
  expect(token.length).toBeGreaterThan(32);

  // Killed: whatever it would tidy up at its end is still there.
  await relay.kill();
  const places = [
    ...filesIn(relay.dataDir).map((file) => ({ place: file, bytes: readFileSync(file) })),
    { place: 'the logs', bytes: Buffer.from(relay.output()) },
    { place: 'the wire', bytes: Buffer.concat(wire) },
  ];
  // What must be found is found: the login is in the database, and the wire carried bytes.
  expect(places.some(({ bytes }) => bytes.includes(ann.login))).toBe(true);
  expect(wire.length).toBeGreaterThan(20);
  for (const secret of [TEXT, PASSWORD, token, EMAIL])
    for (const { place, bytes } of places)
      for (const spelling of spellings(secret)) expect(bytes.includes(spelling), `${secret} in ${place}`).toBe(false);
});
