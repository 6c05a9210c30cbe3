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
