import { networkInterfaces } from 'node:os';
import { encodeQR } from 'qr';

/** Networks of containers and virtual machines: no phone is in them. */
const WITHIN_THE_MACHINE = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|podman)/;
/** What routers give to homes comes first, then the other private networks (RFC 1918). */
const RANKS: readonly RegExp[] = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./];
/** Light modules around it that a reader needs (ISO/IEC 18004). */
const QUIET_MODULES = 4;

const rank = (address: string): number => {
  const found = RANKS.findIndex((range) => range.test(address));
  return found < 0 ? RANKS.length : found;
};

/** Every address of this machine, without the zone. */
export const ownAddresses = (): readonly string[] => [
  ...new Set(
    Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map(({ address }) => address.replace(/%.*$/, '')),
    ),
  ),
];

/** Where others on the network find what listens on `host`: IPv4 addresses, the likeliest first. */
export const networkAddresses = (host: string, interfaces = networkInterfaces()): readonly string[] =>
  Object.entries(interfaces)
    .filter(([name]) => !WITHIN_THE_MACHINE.test(name))
    .flatMap(([, list]) => list ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address)
    .filter((address) => host === '0.0.0.0' || host === '::' || host === address)
    .sort((a, b) => rank(a) - rank(b));

/** For a phone's camera. With `coloured` light on dark whatever the terminal's colours are. */
export const qrLines = (text: string, coloured: boolean): readonly string[] =>
  encodeQR(text, 'ascii', { ecc: 'low', border: QUIET_MODULES })
    .trimEnd()
    .split('\n')
    .map((line) => (coloured ? `\x1b[40;97m${line}\x1b[0m` : line));
