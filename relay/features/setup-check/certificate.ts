import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { failed, ok, skipped, warning, wordsOf } from './finding.ts';

const PATIENCE_MS = 5_000;
const DAY_MS = 24 * 3600 * 1000;
/** Let's Encrypt's are renewed a month before they end: by then that has failed for two weeks. */
const SOON_DAYS = 14;

export interface SeenCertificate {
  /** `talk.example, 192.0.2.1` */
  readonly names: string;
  readonly endsAt: Instant;
  /** Why a browser would not believe it. */
  readonly doubt?: string;
}

/** Where people reach the relay, and where it is connected to for that: behind a name there may be another machine. */
export interface TlsAddress {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** What is shown there to whoever comes. Rejects where nothing answers, or not in TLS. */
export const seeCertificate = ({ name, host, port }: TlsAddress): Promise<SeenCertificate> =>
  new Promise((resolve, reject) => {
    const servername = isIP(name) === 0 ? { servername: name } : {};
    const socket = connect({ host, port, rejectUnauthorized: false, ...servername }, () => {
      const { subjectaltname = '', subject, valid_to } = socket.getPeerCertificate();
      const doubt = socket.authorizationError;
      socket.destroy();
      resolve({
        names: subjectaltname.replaceAll(/(DNS|IP Address):/g, '') || [subject?.CN].flat().join(', '),
        endsAt: Date.parse(valid_to),
        ...(doubt && { doubt: wordsOf(doubt) }),
      });
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    socket.on('error', reject);
  });

/** `own`: the relay has made it itself. */
export const judgeCertificate = (
  { name }: Pick<TlsAddress, 'name'>,
  { names, endsAt, doubt }: SeenCertificate,
  own: boolean,
  now: Instant,
): Finding => {
  const days = Math.trunc((endsAt - now) / DAY_MS);
  const named = { about: name, amount: Math.abs(days) };
  if (endsAt <= now) return failed('certificate', 'certificate-ended', named);
  if (own) return warning('certificate', 'certificate-own', named);
  if (doubt !== undefined)
    return failed('certificate', 'certificate-untrusted', { about: name, said: `${doubt} (${names})` });
  if (days < SOON_DAYS) return warning('certificate', 'certificate-ends', named);
  return ok('certificate', 'certificate-good', { about: names, amount: days });
};

/** `address`: nothing where browsers come without TLS. `unreached`: how bad it is where nothing answers. */
export const checkCertificate = async (
  address: TlsAddress | undefined,
  own: boolean,
  now: Instant,
  unreached: typeof failed | typeof warning = failed,
): Promise<Finding> => {
  if (!address) return skipped('certificate', 'certificate-none');
  try {
    return judgeCertificate(address, await seeCertificate(address), own, now);
  } catch (error) {
    const about = `${address.name}:${address.port}`;
    return unreached('certificate', 'certificate-unreached', { about, said: wordsOf(error) });
  }
};
