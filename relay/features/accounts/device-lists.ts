import { createHash, createPublicKey, verify } from 'node:crypto';
import { DEVICE_LIST_LABEL, type DeviceList, deviceList } from '#shared/protocol/device-list.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Ed25519 by a raw public key in base64. */
const isSigned = (key: string, { text, signature }: SignedDeviceList): boolean => {
  const x = Buffer.from(key, 'base64').toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(DEVICE_LIST_LABEL + text), publicKey, Buffer.from(signature, 'base64'));
};

const read = (text: string): DeviceList | undefined => {
  try {
    return deviceList.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/**
 * What a signed list says, where it names this account, is signed by the key it names, and follows the text of the list
 * before. Otherwise what is wrong with it. This keeps nonsense out; clients check for themselves.
 */
export const checkDeviceList = (
  signed: SignedDeviceList,
  account: string,
  before: string | undefined,
): DeviceList | 'malformed' | 'unsigned' | 'out of order' => {
  const list = read(signed.text);
  if (list?.account !== account) return 'malformed';
  try {
    if (!isSigned(list.identity_key, signed)) return 'unsigned';
  } catch {
    return 'unsigned'; // not a key at all
  }
  const former = before === undefined ? undefined : read(before);
  const follows = list.version === (former?.version ?? 0) + 1 && list.previous === (before ? hash(before) : '');
  return follows ? list : 'out of order';
};
