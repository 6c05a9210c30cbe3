import { lookup } from 'node:dns';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';

// A subscription's endpoint is what a client says it is, and the relay connects to it: only to hosts that are known to
// be push services (security.md row 24).

/** Of Chromium and its kin, Firefox, Safari and Edge on Windows. */
const KNOWN = ['fcm.googleapis.com', '*.push.services.mozilla.com', '*.push.apple.com', '*.notify.windows.com'];

/** `own`: only the operator of this relay has named it, who knows where it is. */
export type PushService = 'known' | 'own';

const fits = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;

/** Who takes pushes at this address; `own` are hosts with their port where it is not 443. `undefined`: nobody may be sent any there. */
export const pushServiceOf = (endpoint: URL, own: readonly string[]): PushService | undefined => {
  const { protocol, host, username, password } = endpoint;
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  if (own.some((pattern) => fits(host, pattern))) return 'own';
  return KNOWN.some((pattern) => fits(host, pattern)) ? 'known' : undefined;
};

/** Addresses that are not of the internet at large (security.md row 23). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['2001::', 32],
  ['2002::', 16],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

export const isInside = (address: string): boolean => inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** As `dns.lookup`, but a name that leads inside leads nowhere: what is checked is what is then connected to. */
export const lookupOutside: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return answer(error ?? new Error('no address'), '');
    if (addresses.some(({ address }) => isInside(address))) return answer(new Error('an address inside'), '');
    if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
};
