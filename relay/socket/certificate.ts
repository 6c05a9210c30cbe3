import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const TEN_YEARS = 10 * 365 * 24 * 3600 * 1000;

export interface CertificateFiles {
  readonly key: string;
  readonly cert: string;
}

/** The certificate of this relay, made once and kept: whoever has trusted it must not be asked again. */
export const selfSigned = async (dataDir: string, publicHost: string | undefined): Promise<CertificateFiles> => {
  const folder = join(dataDir, 'tls');
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  if (existsSync(files.key) && existsSync(files.cert)) return files;
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address.replace(/%.*$/, '')),
  );
  const names = [...new Set(['localhost', hostname(), ...(publicHost ? [publicHost] : [])])];
  const made = await generate([{ name: 'commonName', value: publicHost ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + TEN_YEARS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...[...new Set(['127.0.0.1', '::1', ...addresses])].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, made.private, { mode: 0o600 });
  writeFileSync(files.cert, made.cert, { mode: 0o600 });
  return files;
};
