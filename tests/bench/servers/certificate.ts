import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../scratch.ts';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** One certificate (ECDSA P-256) for both servers, so that neither handshake is the cheaper one. */
export const certificate = (): Certificate => {
  const key = join(scratch, 'key.pem');
  const cert = join(scratch, 'cert.pem');
  if (!existsSync(cert)) {
    const options = [
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync('openssl', ['req', ...options, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  }
  return { key, cert };
};
