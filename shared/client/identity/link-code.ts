import { LINK_PREFIX } from '#shared/core/identity/linking.ts';
import type { ListedDevice } from '#shared/protocol/device-list.ts';
import type { IdentityKeys } from './identity-keys.ts';

/** Crockford's base 32: no letter looks like a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 60 bits: which device is meant, and that the relay has not put its own key in the place of the device's. */
const LENGTH = 12;

/** What a new device shows of itself, as a picture and in letters. */
export const linkCode = async (
  hash: IdentityKeys['hash'],
  { device, signing_key }: Pick<ListedDevice, 'device' | 'signing_key'>,
): Promise<string> => {
  const bytes = await hash(JSON.stringify(['tincan.link.code.v1', device, signing_key]));
  return Array.from(bytes.slice(0, LENGTH), (byte) => LETTERS[byte & 31]).join('');
};

/** As it was typed or seen: with or without spaces, in any case, with letters taken for digits. */
export const readLinkCode = (text: string): string =>
  text
    .replace(LINK_PREFIX, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-Z]/g, '');
