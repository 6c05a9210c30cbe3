import { randomBytes } from 'node:crypto';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { SUBPROTOCOL, TICKET_PREFIX } from '#shared/protocol/version.ts';
import { checkAddress } from '../features/setup-check/address.ts';
import { checkCertificate } from '../features/setup-check/certificate.ts';
import { failed, ok, wordsOf } from '../features/setup-check/finding.ts';
import { type Answer, ask, fieldOf } from './ask.ts';

// What somebody who knows the address alone can see of a relay, also through a proxy in front of it.

const checkHealth = async (base: URL): Promise<Finding> => {
  const about = base.origin;
  try {
    const answer = await ask(new URL('/health', base));
    if (answer.status === 200 && fieldOf(answer, 'status') === 'ok')
      return ok('health', 'health-good', { about, amount: answer.ms });
    return failed('health', 'health-bad', { about, said: String(answer.status) });
  } catch (error) {
    return failed('health', 'health-bad', { about, said: wordsOf(error) });
  }
};

const WANTED = ['content-security-policy', 'cross-origin-opener-policy', 'x-content-type-options', 'referrer-policy'];

/** The page may talk to the place that it is told to be at, and to no other: a proxy must pass that on. */
export const judgeHeaders = ({ headers }: Pick<Answer, 'headers'>, { protocol, host }: URL): Finding => {
  const secure = protocol === 'https:';
  const missing = [...WANTED, ...(secure ? ['strict-transport-security'] : [])].filter((name) => !headers[name]);
  const sockets = /connect-src 'self' ([^\s;]+)/.exec(String(headers['content-security-policy']))?.[1];
  const about = `${secure ? 'wss' : 'ws'}://${host}`;
  if (sockets !== undefined && sockets !== about)
    return failed('headers', 'headers-other-host', { about, said: sockets });
  return missing.length > 0
    ? failed('headers', 'headers-missing', { about: missing.join(', ') })
    : ok('headers', 'headers-whole');
};

const checkHeaders = async (base: URL): Promise<Finding> => {
  try {
    return judgeHeaders(await ask(new URL('/', base), { accept: 'text/html' }), base);
  } catch (error) {
    return failed('headers', 'health-bad', { about: base.origin, said: wordsOf(error) });
  }
};

/** Whether the relay itself refuses a socket for which nobody has given out a ticket, and not something in front of it. */
const checkSocket = async (base: URL): Promise<Finding> => {
  const about = new URL('/ws', base).href;
  try {
    const answer = await ask(new URL('/ws', base), {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-protocol': `${SUBPROTOCOL}, ${TICKET_PREFIX}${randomBytes(32).toString('base64url')}`,
    });
    return fieldOf(answer, 'error_code') === 'unauthorized'
      ? ok('socket', 'socket-reached', { about, amount: answer.ms })
      : failed('socket', 'socket-swallowed', { about, said: String(answer.status) });
  } catch (error) {
    return failed('socket', 'socket-swallowed', { about, said: wordsOf(error) });
  }
};

/** `own`: the relay there has made its certificate itself. `publicUrl`: the address that is set for it. */
export const checkAsStranger = (
  base: URL,
  own: boolean,
  publicUrl: string | undefined,
): Promise<readonly Finding[]> => {
  const secure = base.protocol === 'https:';
  const name = base.hostname.replace(/^\[|\]$/g, '');
  const tls = { name, host: name, port: Number(base.port || 443) };
  return Promise.all([
    checkAddress({ host: base.host, secure, forwarded: false }, { PUBLIC_URL: publicUrl, TRUST_PROXY: false }),
    checkCertificate(secure ? tls : undefined, own, Date.now()),
    checkHealth(base),
    checkHeaders(base),
    checkSocket(base),
  ]);
};
