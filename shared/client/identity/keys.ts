import { DEVICE_LIST_LABEL, deviceList } from '#shared/protocol/device-list.ts';
import { concat, fromBase64, toBase64, utf8 } from '../seal/bytes.ts';
import { verify } from '../seal/signing.ts';
import type { IdentityKeys, OwnIdentity } from './identity-keys.ts';

const ED25519 = 'Ed25519';
const AES = 'AES-GCM';
const SEED_BYTES = 32;
/** What stands before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410, section 7). */
const PKCS8_HEAD = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

const importSeed = (seed: Uint8Array, extractable: boolean): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', concat(PKCS8_HEAD, seed), ED25519, extractable, ['sign']);

/** WebCrypto tells the public half of a private key in its JWK alone. */
const publicHalf = async (seed: Uint8Array): Promise<string> => {
  const { x = '' } = await crypto.subtle.exportKey('jwk', await importSeed(seed, true));
  return toBase64(fromBase64(x.replaceAll('-', '+').replaceAll('_', '/')));
};

/** The seed must be able to travel to another own device, so it is bytes, under a key that cannot leave the browser. */
const wrap = async (seed: Uint8Array<ArrayBuffer>): Promise<OwnIdentity> => {
  const wrapping = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: AES, iv }, wrapping, seed));
  return { key: await publicHalf(seed), wrapping, iv, wrapped };
};

const unwrap = async ({ wrapping, iv, wrapped }: OwnIdentity): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: AES, iv }, wrapping, wrapped));

const hash = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text)));

/** Account identities by WebCrypto. */
export const identityKeys: IdentityKeys = {
  create: () => wrap(crypto.getRandomValues(new Uint8Array(SEED_BYTES))),
  restore: wrap,
  seed: unwrap,

  sign: async (identity, list) => {
    const text = JSON.stringify(list);
    const key = await importSeed(await unwrap(identity), false);
    return { text, signature: toBase64(new Uint8Array(await crypto.subtle.sign(ED25519, key, signed(text)))) };
  },

  check: async ({ text, signature }) => {
    try {
      const list = deviceList.parse(JSON.parse(text));
      if (!(await verify(list.identity_key, signature, signed(text)))) return undefined;
      return { list, hash: toBase64(await hash(text)) };
    } catch {
      return undefined; // not a list, or a key that is none
    }
  },

  hash,

  signingKey: async ({ signing }) => toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', signing.publicKey))),
};

const signed = (text: string): Uint8Array<ArrayBuffer> => utf8(DEVICE_LIST_LABEL + text);
