import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { putFile, settle } from '../settle.ts';

const DAY_MS = 24 * 3600 * 1000;
const TEN_YEARS_MS = 3650 * DAY_MS;
/** So long before its end a certificate of the relay's own gives way to a new one. */
const RENEW_MS = 30 * DAY_MS;

export interface CertificateFiles {
  readonly key: string;
  readonly cert: string;
}

const contentOf = (what: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`The ${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const parsed = <T>(what: string, file: string, parse: () => T): T => {
  try {
    return parse();
  } catch {
    throw new Error(`${file} is not a ${what} in PEM`);
  }
};

/** What is in the files now. Throws, in words for whoever runs the relay, where a server could not use them. */
export const readCertificate = ({ key, cert }: CertificateFiles): { text: string; certificate: X509Certificate } => {
  const texts = { cert: contentOf('certificate', cert), key: contentOf('key', key) };
  const certificate = parsed('certificate', cert, () => new X509Certificate(texts.cert));
  const privateKey = parsed('private key', key, () => createPrivateKey(texts.key));
  if (!certificate.checkPrivateKey(privateKey)) throw new Error(`The key in ${key} is not that of ${cert}`);
  return { text: texts.cert + texts.key, certificate };
};

/** Whether browsers find this host, a name or an address, in the certificate. */
export const names = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined;

/**
 * Whoever has trusted a certificate must not be asked again without need. One that still opens, is not near its end and names
 * `PUBLIC_URL` stays, also where this machine has another address by now: a person who comes by that one is asked in any case,
 * and a new certificate would have everybody else asked, too.
 */
const isGood = (files: CertificateFiles, publicHost: string | undefined, now: number): boolean => {
  if (!existsSync(files.key) || !existsSync(files.cert)) return false;
  try {
    const { certificate } = readCertificate(files);
    return Date.parse(certificate.validTo) - now > RENEW_MS && (!publicHost || names(certificate, publicHost));
  } catch {
    return false; // a start that was broken off has left half of it
  }
};

/** The certificate of this relay: made once for these addresses of the machine, and kept while it is good. */
export const selfSigned = async (
  dataDir: string,
  publicHost: string | undefined,
  addresses: readonly string[],
  now: number,
): Promise<CertificateFiles> => {
  const folder = join(dataDir, 'tls');
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  if (isGood(files, publicHost, now)) return files;
  const hosts = new Set([
    'localhost',
    hostname(),
    '127.0.0.1',
    '::1',
    ...(publicHost ? [publicHost] : []),
    ...addresses,
  ]);
  const { generate } = await import('selfsigned'); // ten megabytes that nobody else needs
  const made = await generate([{ name: 'commonName', value: publicHost ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY_MS), // for whoever's clock is behind
    notAfterDate: new Date(now + TEN_YEARS_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...hosts].map((host) =>
          isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
        ),
      },
    ],
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  settle(dataDir);
  putFile(files.key, made.private);
  putFile(files.cert, made.cert);
  return files;
};
