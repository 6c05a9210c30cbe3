import type { Finding } from '#shared/protocol/setup-check.ts';
import type { Config } from '../../config.ts';
import { failed, ok, skipped, warning } from './finding.ts';

/** How somebody has come to the relay. */
export interface Arrival {
  /** As the browser names it: `talk.example`, `localhost:9000`. */
  readonly host: string;
  /** Over TLS, as far as the relay knows. */
  readonly secure: boolean;
  /** By a proxy that says for whom. */
  readonly forwarded: boolean;
}

export type Setting = Pick<Config, 'PUBLIC_URL' | 'TRUST_PROXY'>;

const LOCAL = /^(localhost|(.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Browsers take this machine itself for safe, also without TLS. */
export const isLocal = ({ hostname }: URL): boolean => LOCAL.test(hostname);

/** Whether people can come by the address that is set, and come by it. */
export const checkAddress = ({ host, secure }: Arrival, { PUBLIC_URL }: Setting): Finding => {
  const set = PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL);
  const scheme = set?.protocol ?? (secure ? 'https:' : 'http:');
  if (!URL.canParse(`${scheme}//${host}`)) return skipped('address', 'not-tried');
  const seen = new URL(`${scheme}//${host}`);
  const reached = set ?? seen;
  if (reached.protocol === 'http:' && !isLocal(reached))
    return failed('address', 'address-plain', { about: reached.origin });
  if (!set)
    return isLocal(seen)
      ? skipped('address', 'address-local', { about: seen.origin })
      : warning('address', 'address-missing', { about: seen.origin });
  if (set.host !== seen.host) return warning('address', 'address-differs', { about: seen.host, said: set.origin });
  return ok('address', 'address-fits', { about: set.origin });
};

/** Whether the relay believes the proxy in front of it, and no other. */
export const checkProxy = ({ forwarded, secure }: Arrival, { PUBLIC_URL, TRUST_PROXY }: Setting): Finding => {
  if (!TRUST_PROXY) return forwarded ? failed('proxy', 'proxy-not-trusted') : ok('proxy', 'proxy-none');
  if (!forwarded) return failed('proxy', 'proxy-silent');
  const hidden = !secure && (PUBLIC_URL?.startsWith('https:') ?? false);
  return hidden ? failed('proxy', 'proxy-hides-tls') : ok('proxy', 'proxy-trusted');
};
