import * as z from 'zod/mini';
import { login } from './account.ts';
import { password, registrationMode } from './account-api.ts';
import { accountId, deviceId, instant } from './ids.ts';
import { waiting } from './own-account.ts';

// What administrators ask of the relay by HTTP, under `/api/admin`. There is no content in any of it.

const count = z.int().check(z.gte(0));

/** An account as administrators see it. */
export const listedAccount = z.object({
  uid: accountId,
  login,
  role: z.enum(['person', 'admin']),
  disabled: z.boolean(),
  created_at: instant,
  /** When they were last online; absent where never. */
  last_seen: z.optional(instant),
  online: z.boolean(),
  /** A code is asked for at their sign-in. */
  second_factor: z.boolean(),
  devices: count,
  /** In the mailboxes of their devices. */
  mail: waiting,
  /** Files they have sent that somebody has yet to fetch. */
  files: waiting,
});
export type ListedAccount = z.infer<typeof listedAccount>;

/** Those whose login has the text in it, by login, from behind `after`; `limit` of them, 50 where it is not said. */
export const accountQuery = z.strictObject({
  search: z.optional(z.string().check(z.maxLength(64))),
  after: z.optional(login),
  limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-4]\d|50)$/, '1 to 50'))),
});
export type AccountQuery = z.infer<typeof accountQuery>;

/** `more`: there are accounts behind the last one. */
export const accountPage = z.object({ accounts: z.array(listedAccount), more: z.boolean() });
export type AccountPage = z.infer<typeof accountPage>;

export const newAccount = z.strictObject({ login, password, role: z.enum(['person', 'admin']) });
export type NewAccount = z.infer<typeof newAccount>;

/** What is left out stays as it is. */
export const accountChange = z.strictObject({
  disabled: z.optional(z.boolean()),
  role: z.optional(z.enum(['person', 'admin'])),
});
export type AccountChange = z.infer<typeof accountChange>;

/** For somebody who has forgotten theirs. */
export const passwordReset = z.strictObject({ password });

/** A session of somebody else: its id is the device's. */
export const listedSession = z.object({
  device: deviceId,
  device_name: z.string(),
  created_at: instant,
  last_used_at: instant,
});
export const listedSessions = z.object({ sessions: z.array(listedSession) });
export type ListedSession = z.infer<typeof listedSession>;

const keyId = z.int().check(z.gte(1));
const label = z.string().check(z.minLength(1), z.maxLength(64));

/** Days until an access key expires where it is not said: six months. */
export const ACCESS_KEY_DAYS = 183;

/** A key to be issued. `days`: how long it is good, {@link ACCESS_KEY_DAYS} where it is not said; `uses`: how many accounts it admits, one. */
export const newAccessKey = z.strictObject({
  label,
  days: z.optional(z.int().check(z.gte(1), z.lte(3650))),
  uses: z.optional(z.int().check(z.gte(1), z.lte(10_000))),
});
export type NewAccessKey = z.infer<typeof newAccessKey>;

/** A key without the key itself, of which the relay keeps only the hash. */
export const accessKey = z.object({
  id: keyId,
  label,
  created_at: instant,
  expires_at: instant,
  /** How many more accounts it admits. */
  uses_left: count,
});
export type AccessKey = z.infer<typeof accessKey>;
export const accessKeys = z.object({ access_keys: z.array(accessKey) });

/** `access_key` is shown once. */
export const issuedAccessKey = z.object({ access_key: z.string(), issued: accessKey });
export type IssuedAccessKey = z.infer<typeof issuedAccessKey>;

/** The relay at a glance. */
export const overview = z.object({
  version: z.string(),
  /** Since when it runs. */
  started_at: instant,
  registration: z.object({
    mode: registrationMode,
    /** What `REGISTRATION` says. */
    configured: registrationMode,
  }),
  accounts: z.object({ all: count, admins: count, disabled: count, online: count }),
  devices: count,
  /** Open sockets. */
  sockets: count,
  calls: z.object({ ringing: count, active: count }),
  /** With somebody inside, and how many are inside of them. */
  rooms: z.object({ active: count, people: count }),
  mail: waiting,
  files: waiting,
  /** In bytes; of the file system that holds the relay's data. */
  disk: z.object({ database: count, free: count }),
});
export type Overview = z.infer<typeof overview>;

/** `null`: as the relay's configuration says. */
export const registrationChange = z.strictObject({ mode: z.nullable(registrationMode) });
