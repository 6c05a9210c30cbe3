import type { X509Certificate } from 'node:crypto';
import { type CertificateFiles, readCertificate } from './certificate.ts';

export interface RenewalOptions {
  readonly files: CertificateFiles;
  /** Takes the files for new connections. Throws where it cannot. */
  readonly use: (files: CertificateFiles) => void;
  readonly renewed: (certificate: X509Certificate) => void;
  /** They have changed and cannot be used, in words; what was used before still is. Once for each change. */
  readonly broken: (reason: string) => void;
}

/**
 * Looks whether the files have become others. It reads them, and does not listen to their folder: they are links that point
 * elsewhere (certbot), or are mounted from another machine. A certificate whose key has not been written yet is not used.
 */
export const createRenewal = ({ files, use, renewed, broken }: RenewalOptions): (() => void) => {
  let used = readCertificate(files).text;
  let complaint = '';

  return () => {
    try {
      const { text, certificate } = readCertificate(files);
      if (text !== used) {
        use(files);
        used = text;
        renewed(certificate);
      }
      complaint = '';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== complaint) broken(reason);
      complaint = reason;
    }
  };
};
