import * as z from 'zod/mini';
import { accountId, base64, deviceId } from './ids.ts';

/** RFC 8265 UsernameCaseMapped cut down to ASCII: lower case letters, digits and `_ . -`. */
export const login = z.string().check(z.regex(/^[a-z0-9_.-]{2,32}$/, '2 to 32 of a-z 0-9 _ . -'));

/** The ids of one-time prekeys begin here, those of the others end before it: the signed id says which of the two it is. */
export const FIRST_ONE_TIME_ID = 2 ** 32;

const signedKey = { key: base64(44), signature: base64(88) };

/** An X25519 public key of a device, signed by the device's Ed25519 key over `tincan.prekey.v1 || id || key`. */
export const prekey = z.strictObject({ id: z.int().check(z.gte(1), z.lte(FIRST_ONE_TIME_ID - 1)), ...signedKey });
export type Prekey = z.infer<typeof prekey>;

/** The same, for one message alone. */
export const oneTimePrekey = z.strictObject({ id: z.int().check(z.gte(FIRST_ONE_TIME_ID)), ...signedKey });

/** A device as others see it: what is needed to seal for it and to check what it signed. */
export const deviceKeys = z.object({
  account: accountId,
  device: deviceId,
  signing_key: base64(44),
  prekey,
});
export type DeviceKeys = z.infer<typeof deviceKeys>;

export const account = z.object({
  uid: accountId,
  login,
  role: z.enum(['person', 'admin']),
});
export type Account = z.infer<typeof account>;

/** `POST /api/ws-ticket`. Single use; `expires_in` seconds. */
export const ticket = z.object({ ticket: z.string(), expires_in: z.number() });
