import * as z from 'zod/mini';
import { login } from './account.ts';
import { deviceName, password } from './account-api.ts';
import { ringSeconds } from './call.ts';
import { accountId, deviceId, instant } from './ids.ts';
import { roomCode } from './room.ts';

// What people ask about their account as a whole.

const count = z.int().check(z.gte(0));

/** Items and bytes that wait at the relay. */
export const waiting = z.object({ items: count, bytes: count });
export type Waiting = z.infer<typeof waiting>;

/** `POST /api/sessions/current/token`. Shown once, as the one before was. */
export const sessionToken = z.object({ token: z.string() });

/** `POST /api/account`: what people choose of their account at the relay. `ring_seconds`: null for what the relay has. */
export const accountChoice = z.union([
  z.strictObject({ findable: z.boolean() }),
  z.strictObject({ ring_seconds: z.nullable(ringSeconds) }),
]);
export type AccountChoice = z.infer<typeof accountChoice>;

/** `POST /api/account/password`: a token alone does not change it. */
export const passwordChange = z.strictObject({ password: z.string().check(z.maxLength(128)), new_password: password });

const typedCode = z.string().check(z.maxLength(64));

/** `POST /api/account/second-factor`: a token alone does not begin it. */
export const secondFactorBeginning = z.strictObject({ password: z.string().check(z.maxLength(128)) });

/** For an authenticator app (RFC 6238: SHA-1, six digits, 30 s), shown once. `uri`: `otpauth://…` of the same. */
export const secondFactorSecret = z.object({ secret: z.string(), uri: z.string() });
export type SecondFactorSecret = z.infer<typeof secondFactorSecret>;

/** `POST /api/account/second-factor/confirmation`. */
export const secondFactorCode = z.strictObject({ code: typedCode });

/** Shown once. Each stands for a code of the app, once. */
export const recoveryCodes = z.object({ recovery_codes: z.array(z.string()) });

/** `POST /api/account/second-factor/recovery-codes` and `…/removal`: a token alone, or a password that was spied out, does neither. */
export const secondFactorProof = z.strictObject({ password: z.string().check(z.maxLength(128)), code: typedCode });

/** `DELETE /api/account` has no body, so this is a `POST` to `/api/account/deletion`: a token alone does not end an account. */
export const accountDeletion = z.strictObject({ password: z.string().check(z.maxLength(128)) });

/** `GET /api/account`: all that the relay keeps of one's account and that is not sealed. */
export const accountRecord = z.object({
  uid: accountId,
  login,
  role: z.enum(['person', 'admin']),
  email: z.nullable(z.string()),
  /** By their login or UID, also by people who have nothing to do with them yet. */
  findable: z.boolean(),
  /** How long calls to one ring, as one has chosen; null where it is as the relay has it. */
  ring_seconds: z.nullable(ringSeconds),
  /** As the relay has it. */
  default_ring_seconds: z.int(),
  created_at: instant,
  last_seen: z.nullable(instant),
  sessions: z.array(
    z.object({ device: deviceId, device_name: deviceName, created_at: instant, last_used_at: instant }),
  ),
  contacts: z.array(z.object({ account: accountId, login, relation: z.string(), since: instant })),
  push_endpoints: z.array(z.object({ device: deviceId, endpoint: z.string() })),
  /** Sealed messages that wait for one's devices; bytes. */
  mail: waiting,
  /** Sealed files one has sent that somebody has yet to fetch; bytes. */
  files: waiting,
  /** Of the backup that only the recovery key opens; 0 where there is none. */
  backup_bytes: z.int(),
  /** Those one has made. */
  rooms: z.array(z.object({ room: roomCode, created_at: instant })),
  /** Absent where it is off. `recovery_codes`: how many are left. */
  second_factor: z.optional(z.object({ since: instant, recovery_codes: count })),
});
export type AccountRecord = z.infer<typeof accountRecord>;
