import { type DeviceKeys, FIRST_ONE_TIME_ID, type Prekey } from '#shared/protocol/account.ts';
import type { DeviceSecrets } from '../ports.ts';
import { SealError } from '../ports.ts';
import { concat, fromBase64, toBase64, utf8 } from './bytes.ts';
import { remember } from './remember.ts';
import { sign, verify } from './signing.ts';
import { suite } from './suite.ts';

/** `tincan.prekey.v1 || id || key`, the id in eight bytes, big-endian. */
const signedBytes = (id: number, key: Uint8Array): Uint8Array<ArrayBuffer> => {
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, BigInt(id));
  return concat(utf8('tincan.prekey.v1'), new Uint8Array(number.buffer), key);
};

/** One of 2^48: no two of a device are the same, and none tells how many there were. */
export const oneTimeId = (): number => {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return FIRST_ONE_TIME_ID + (high % 2 ** 16) * 2 ** 32 + low;
};

/** A new X25519 pair, kept non-extractable, and its public half signed by the device. */
export const createPrekey = async (
  id: number,
  signing: CryptoKeyPair,
): Promise<{ secret: DeviceSecrets['prekeys'][number]; prekey: Prekey }> => {
  const pair = await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']);
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const signature = await sign(signing, signedBytes(id, key));
  return { secret: { id, pair }, prekey: { id, key: toBase64(key), signature: toBase64(signature) } };
};

const check = async ({ signing_key, prekey }: DeviceKeys): Promise<CryptoKey> => {
  const key = fromBase64(prekey.key);
  if (!(await verify(signing_key, prekey.signature, signedBytes(prekey.id, key)))) {
    throw new Error('the signature is not by the device');
  }
  return suite.kem.deserializePublicKey(key);
};

/** The prekey of a device, once its signature by that device has been checked. Rejects with {@link SealError}. */
export const trustedPrekey = remember(
  200,
  ({ signing_key, prekey }: DeviceKeys) => JSON.stringify([signing_key, prekey.id, prekey.key, prekey.signature]),
  (recipient) =>
    check(recipient).catch((cause: unknown) => {
      throw new SealError(`Prekey ${recipient.prekey.id} of device ${recipient.device} is not to be trusted`, {
        cause,
      });
    }),
);
