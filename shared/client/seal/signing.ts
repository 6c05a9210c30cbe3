import { fromBase64 } from './bytes.ts';
import { remember } from './remember.ts';

const ED25519 = 'Ed25519';

/** Non-extractable: the private half cannot leave the browser, only be stored by it. */
export const newSigningKey = async (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: ED25519 }, false, ['sign', 'verify']);

export const sign = async (pair: CryptoKeyPair, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.sign(ED25519, pair.privateKey, bytes));

const importKey = remember(
  200,
  (key: string) => key,
  (key) => crypto.subtle.importKey('raw', fromBase64(key), ED25519, true, ['verify']),
);

/** Whether the device with this signing key (base64) signed these bytes. Rejects where the key or signature is malformed. */
export const verify = async (key: string, signature: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> =>
  crypto.subtle.verify(ED25519, await importKey(key), fromBase64(signature), bytes);
