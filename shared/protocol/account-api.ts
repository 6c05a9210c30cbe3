import * as z from 'zod/mini';
import { account, login, prekey } from './account.ts';
import { accountId, base64, deviceId, instant } from './ids.ts';

// What the routes of accounts take and answer. A page that is signed in already needs none of it.

/** At least 12 characters, at most 128 (security.md row 2); the list of common passwords is the relay's. */
export const password = z.string().check(z.minLength(12), z.maxLength(128));

export const deviceName = z.string().check(z.minLength(1), z.maxLength(64));

/** What a client registers when it signs in: public keys only, the private ones never leave it. */
export const deviceRegistration = z.strictObject({
  name: deviceName,
  signing_key: base64(44),
  prekey,
});
export type DeviceRegistration = z.infer<typeof deviceRegistration>;

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
