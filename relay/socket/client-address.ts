/**
 * Whom limits count, an IPv6 address cut to its /64. Each proxy writes behind the others whom it heard: where there are
 * several, the word of the first of ours counts, and what stands before it anybody may have written.
 */
export const clientAddress = (remote: string, forwardedFor: string, proxies = 1): string => {
  const heard = forwardedFor.split(',');
  const said = heard[Math.max(0, heard.length - proxies)]?.trim();
  const address = (said || remote).replace(/^(0000:0000:0000:0000:0000:ffff:|::ffff:)/i, '');
  if (/^[0-9a-f]{4}:[0-9a-f]{4}$/i.test(address)) return fourOf(address);
  return address.includes(':') && !address.includes('.') ? prefixOf(address) : address;
};

const LOOPBACK = /^(127(\.\d+){3}|::1|(0000:){7}0001)$/;
const HERE = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

/**
 * Whether the other end is on this machine and speaks for itself: not a proxy that passes on somebody else's request, nor
 * a browser that was told that a name of somebody else's is this machine's.
 */
export const isLocal = (remote: string, host: string, forwarded: string): boolean => {
  const address = remote.replace(/^(0000:0000:0000:0000:0000:ffff:|::ffff:)/i, '');
  const isLoopback = LOOPBACK.test(address) || /^7f[0-9a-f]{2}:[0-9a-f]{4}$/i.test(address);
  return isLoopback && HERE.test(host) && forwarded === '';
};

/** An IPv4 address that came as two groups of a mapped IPv6 one. */
const fourOf = (groups: string): string =>
  groups
    .replace(':', '')
    .replace(/../g, (byte) => `${Number.parseInt(byte, 16)}.`)
    .replace(/\.$/, '');

const prefixOf = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const first = head ? head.split(':') : [];
  const last = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...last].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
  return `${groups.slice(0, 4).join(':')}::/64`;
};
