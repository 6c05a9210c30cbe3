import { expect, test } from 'vitest';
import { suite } from '#shared/client/seal/suite.ts';

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'));

// test-vectors.json of RFC 9180 (github.com/cfrg/draft-irtf-cfrg-hpke): mode 0, kem 0x0020, kdf 0x0001, aead 0x0002, first encryption.
const vector = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  ephemeral: hex('179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11'),
  recipient: hex('497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d'),
  recipientPublic: hex('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'),
  enc: hex('6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256'),
  aad: hex('436f756e742d30'),
  plaintext: hex('4265617574792069732074727574682c20747275746820626561757479'),
  ciphertext: hex('e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a'),
};

test('the suite seals the published vector of RFC 9180 byte for byte', async () => {
  const ekm = {
    privateKey: await suite.kem.deserializePrivateKey(vector.ephemeral),
    publicKey: await suite.kem.deserializePublicKey(vector.enc),
  };
  const recipientPublicKey = await suite.kem.deserializePublicKey(vector.recipientPublic);
  const sealed = await suite.seal({ recipientPublicKey, info: vector.info, ekm }, vector.plaintext, vector.aad);
  expect(new Uint8Array(sealed.enc)).toEqual(vector.enc);
  expect(new Uint8Array(sealed.ct)).toEqual(vector.ciphertext);
});

test('the suite opens the published vector of RFC 9180', async () => {
  const recipientKey = {
    privateKey: await suite.kem.deserializePrivateKey(vector.recipient),
    publicKey: await suite.kem.deserializePublicKey(vector.recipientPublic),
  };
  const { enc, info } = vector;
  const opened = await suite.open({ recipientKey, enc, info }, vector.ciphertext, vector.aad);
  expect(new Uint8Array(opened)).toEqual(vector.plaintext);
});
