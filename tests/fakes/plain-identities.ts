import { createHash } from 'node:crypto';
import type { IdentityKeys, OwnIdentity } from '#shared/client/identity/identity-keys.ts';
import { deviceList } from '#shared/protocol/device-list.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const identity = (seed: Uint8Array<ArrayBuffer>): OwnIdentity => ({
  key: sha256(Buffer.from(seed).toString('hex')),
  wrapping: {} as CryptoKey,
  iv: new Uint8Array(),
  wrapped: seed,
});

let made = 0;

/** A signature that anybody can make who knows the key's name. */
export const plainSignature = (key: string, text: string): SignedDeviceList => ({
  text,
  signature: sha256(key + text),
});

/** Identities without cryptography: at once, and alike in every run. */
export const plainIdentities: IdentityKeys = {
  create: async () => identity(Uint8Array.of(++made % 256, made >> 8)),
  restore: async (seed) => identity(seed),
  seed: async ({ wrapped }) => wrapped,
  sign: async ({ key }, list) => plainSignature(key, JSON.stringify(list)),
  check: async ({ text, signature }) => {
    const list = deviceList.safeParse(JSON.parse(text)).data;
    return list && signature === plainSignature(list.identity_key, text).signature
      ? { list, hash: sha256(text) }
      : undefined;
  },
  hash: async (text) => new Uint8Array(createHash('sha256').update(text).digest()),
  signingKey: async ({ signing }) => String(signing.publicKey),
};
