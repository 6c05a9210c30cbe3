import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

/** The number of the suite below in an envelope (`shared/protocol/envelope.ts`). */
export const SUITE = 1;

/** RFC 9180, kem 0x0020, kdf 0x0001, aead 0x0002. Base mode: who sent it is told by the signature. */
export const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
