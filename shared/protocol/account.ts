import * as z from 'zod/mini';
import { accountId, base64, deviceId, instant } from './ids.ts';

/** RFC 8265 UsernameCaseMapped cut down to ASCII: lower case letters, digits and `_ . -`. */
export const login = z.string().check(z.regex(/^[a-z0-9_.-]{2,32}$/, '2 to 32 of a-z 0-9 _ . -'));

/** At least 12 characters, at most 128 (security.md row 2); the list of common passwords is the relay's. */
export const password = z.string().check(z.minLength(12), z.maxLength(128));

export const deviceName = z.string().check(z.minLength(1), z.maxLength(64));

/** The ids of one-time prekeys begin here, those of the others end before it: the signed id says which of the two it is. */
export const FIRST_ONE_TIME_ID = 2 ** 32;

const signedKey = { key: base64(44), signature: base64(88) };

/** An X25519 public key of a device, signed by the device's Ed25519 key over `tincan.prekey.v1 || id || key`. */
export const prekey = z.strictObject({ id: z.int().check(z.gte(1), z.lte(FIRST_ONE_TIME_ID - 1)), ...signedKey });
export type Prekey = z.infer<typeof prekey>;

/** The same, for one message alone. */
export const oneTimePrekey = z.strictObject({ id: z.int().check(z.gte(FIRST_ONE_TIME_ID)), ...signedKey });

/** What a client registers when it signs in: public keys only, the private ones never leave it. */
export const deviceRegistration = z.strictObject({
  name: deviceName,
  signing_key: base64(44),
  prekey,
});
export type DeviceRegistration = z.infer<typeof deviceRegistration>;

/** A device as others see it: what is needed to seal for it and to check what it signed. */
export const deviceKeys = z.object({
  account: accountId,
  device: deviceId,
  signing_key: base64(44),
  prekey,
});
export type DeviceKeys = z.infer<typeof deviceKeys>;

/** `POST /api/accounts`. `admin_token` is the one-time link of a fresh relay, `access_key` what an administrator issued. */
export const registerRequest = z.strictObject({
  login,
  password,
  email: z.optional(z.email().check(z.maxLength(254))),
  access_key: z.optional(z.string().check(z.maxLength(128))),
  admin_token: z.optional(z.string().check(z.maxLength(128))),
  device: deviceRegistration,
});
export type RegisterRequest = z.infer<typeof registerRequest>;

/** `POST /api/sessions`. */
export const signInRequest = z.strictObject({
  login: z.string().check(z.maxLength(64)),
  password: z.string().check(z.maxLength(128)),
  /** Of the second factor, where the account has one: six digits, or a recovery code. */
  code: z.optional(z.string().check(z.maxLength(64))),
  device: deviceRegistration,
});
export type SignInRequest = z.infer<typeof signInRequest>;

export const account = z.object({
  uid: accountId,
  login,
  role: z.enum(['person', 'admin']),
});
export type Account = z.infer<typeof account>;

/** Answer to both of the above. `token` is shown once; the relay keeps only its hash. */
export const session = z.object({
  token: z.string(),
  account,
  device: deviceId,
});
export type Session = z.infer<typeof session>;

/** One line of `GET /api/sessions`. */
export const sessionSummary = z.object({
  id: z.string(),
  device: deviceId,
  device_name: deviceName,
  created_at: instant,
  last_used_at: instant,
  current: z.boolean(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;
export const sessionList = z.object({ sessions: z.array(sessionSummary) });

/** `POST /api/ws-ticket`. Single use; `expires_in` seconds. */
export const ticket = z.object({ ticket: z.string(), expires_in: z.number() });

/** Someone who was looked for. `online` only where the person is an accepted contact. */
export const person = z.object({
  uid: accountId,
  login,
  online: z.optional(z.boolean()),
});
export type Person = z.infer<typeof person>;

/** `GET /api/people?login=` or `?uid=`: exact match, so one person or nobody. Nobody is an answer, not an error. */
export const people = z.object({ people: z.array(person) });

/** Who may make an account: everybody, whoever has an access key, nobody. */
export const registrationMode = z.enum(['open', 'key', 'closed']);
export type RegistrationMode = z.infer<typeof registrationMode>;

/** `GET /api/relay`: what a client must know before it signs in. */
export const relayFacts = z.object({
  protocol: z.int(),
  version: z.string(),
  registration: registrationMode,
});
export type RelayFacts = z.infer<typeof relayFacts>;
