import type { DeviceSecrets, SealContext } from '#shared/client/ports.ts';
import { concat, toBase64, utf8 } from '#shared/client/seal/bytes.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { sign } from '#shared/client/seal/signing.ts';
import type { DeviceKeys, Prekey } from '#shared/protocol/account.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

export const ann: AccountId = '00000000-0000-4000-8000-00000000000a';
export const bo: AccountId = '00000000-0000-4000-8000-00000000000b';

export interface Device {
  readonly secrets: DeviceSecrets;
  readonly keys: DeviceKeys;
}

export const newDevice = async (account: AccountId): Promise<Device> => {
  const { secrets, registration } = await hpkeSealer.newDevice('Chromium');
  const { signing_key, prekey } = registration;
  return { secrets, keys: { account, device: crypto.randomUUID(), signing_key, prekey } };
};

export const between = (from: Device, to: Device): SealContext => ({
  purpose: 'message',
  subject: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  from: { account: from.keys.account, device: from.keys.device },
  to: { account: to.keys.account, device: to.keys.device },
});

/** Any 32 bytes as a prekey that the device has signed; `id` below 256. */
export const signedPrekey = async (
  signing: CryptoKeyPair,
  id: number,
  key: Uint8Array<ArrayBuffer>,
): Promise<Prekey> => {
  const said = concat(utf8('tincan.prekey.v1'), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, id), key);
  return { id, key: toBase64(key), signature: toBase64(await sign(signing, said)) };
};
