import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { checkCertificate } from '../../../relay/features/setup-check/certificate.ts';
import { warning } from '../../../relay/features/setup-check/finding.ts';
import { makeCertificate } from '../certificates.ts';
import { freePort } from '../free-port.ts';

const KNOWN = getCACertificates('default');
const leaving: (() => void)[] = [];
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
  setDefaultCACertificates(KNOWN);
});

interface Shown {
  readonly days?: number;
  readonly name?: string;
  readonly believed?: boolean;
}

/** A server with such a certificate, and where it is. */
const serverWith = async ({ days = 365, name = 'localhost', believed = true }: Shown) => {
  const { pem, remove } = await makeCertificate(days, name);
  if (believed) setDefaultCACertificates([...KNOWN, pem.cert]);
  const server: Server = createServer(pem);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  leaving.push(() => server.close(), remove);
  return { name: 'localhost', host: '127.0.0.1', port: (server.address() as AddressInfo).port };
};

const check = async (shown: Shown, own = false) => checkCertificate(await serverWith(shown), own, Date.now());

test('a certificate that browsers believe for months is in order', async () => {
  expect(await check({})).toMatchObject({ state: 'ok', found: 'certificate-good', amount: 364 });
});

test('one that ends tomorrow is a warning', async () => {
  expect(await check({ days: 1.5 })).toEqual({
    id: 'certificate',
    state: 'warning',
    found: 'certificate-ends',
    about: 'localhost',
    amount: 1,
  });
});

test('one that has ended is a failure', async () => {
  expect(await check({ days: -2 })).toMatchObject({ state: 'failed', found: 'certificate-ended', amount: 2 });
});

test('one for another name is a failure that tells the names', async () => {
  const found = await check({ name: 'talk.example' });
  expect(found).toMatchObject({ state: 'failed', found: 'certificate-untrusted' });
  expect(found.said).toMatch(/ALTNAME.*\(talk\.example\)/);
});

test('one of nobody is a failure, and of the relay itself a warning', async () => {
  expect(await check({ believed: false })).toMatchObject({
    state: 'failed',
    found: 'certificate-untrusted',
    said: expect.stringContaining('SELF_SIGNED'),
  });
  expect(await check({ believed: false }, true)).toMatchObject({ state: 'warning', found: 'certificate-own' });
});

test('where nothing answers is as bad as whoever asks says, and without TLS there is nothing to look at', async () => {
  const nowhere = { name: 'localhost', host: '127.0.0.1', port: await freePort() };
  const found = { found: 'certificate-unreached', about: `localhost:${nowhere.port}`, said: 'ECONNREFUSED' };
  expect(await checkCertificate(nowhere, false, Date.now())).toMatchObject({ state: 'failed', ...found });
  expect(await checkCertificate(nowhere, false, Date.now(), warning)).toMatchObject({ state: 'warning', ...found });
  expect(await checkCertificate(undefined, false, Date.now())).toMatchObject({ state: 'skipped' });
});
