import { failed } from '#shared/core/reason.ts';
import type { Sealer } from '../ports.ts';
import { concat, fromBase64, toBase64 } from './bytes.ts';

const KEY_BYTES = 32;
/** Of a key that is used once. */
const NONCE = new Uint8Array(12);
const AES = { name: 'AES-GCM', iv: NONCE } as const;

const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const importKey = (key: Uint8Array<ArrayBuffer>, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, AES.name, false, [usage]);

/**
 * Seals once what goes to many devices, by AES-256-GCM under a key of its own. The digest binds it to each signed box:
 * nobody who was given the key can put another body in its place for the others.
 */
export const sealBody: Sealer['sealBody'] = async (plaintext) => {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(AES, await importKey(key, 'encrypt'), plaintext));
  return { body: toBase64(ciphertext), key: concat(key, await digest(ciphertext)) };
};

export const openBody: Sealer['openBody'] = async (body, key) => {
  try {
    const ciphertext = fromBase64(body);
    const expected = key.subarray(KEY_BYTES);
    const found = await digest(ciphertext);
    if (found.length !== expected.length || found.some((byte, index) => byte !== expected[index]))
      return failed('unsealable');
    const opener = await importKey(new Uint8Array(key.subarray(0, KEY_BYTES)), 'decrypt');
    return { ok: true, value: new Uint8Array(await crypto.subtle.decrypt(AES, opener, ciphertext)) };
  } catch {
    // Not base64, or a key of another length.
    return failed('unsealable');
  }
};
