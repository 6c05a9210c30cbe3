import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const DAY_MS = 24 * 3600 * 1000;

/** Of a certificate that whoever has it in NODE_EXTRA_CA_CERTS believes. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  /** What the files hold. */
  readonly pem: { readonly cert: string; readonly key: string };
  remove(): void;
}

/** For `localhost` unless another name is given; ends after so many days, which may be over. */
export const makeCertificate = async (days = 365, name = 'localhost'): Promise<MadeCertificate> => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-certificate-'));
  // A name of its own: issuers are looked for by theirs.
  const made = await generate([{ name: 'commonName', value: `a test’s, for ${days} days` }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 400 * DAY_MS),
    notAfterDate: new Date(Date.now() + days * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: name }, ...(name === 'localhost' ? [{ type: 7 as const, ip: '127.0.0.1' }] : [])],
      },
    ],
  });
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const pem = { cert: made.cert, key: made.private };
  writeFileSync(files.cert, pem.cert);
  writeFileSync(files.key, pem.key, { mode: 0o600 });
  return { ...files, pem, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
