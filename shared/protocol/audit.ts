import * as z from 'zod/mini';
import { accountId, instant } from './ids.ts';

/** What is written down of what administrators do. */
export const auditAct = z.enum([
  'account-created',
  'account-disabled',
  'account-enabled',
  'account-promoted',
  'account-demoted',
  'account-deleted',
  'password-set',
  'second-factor-removed',
  'sessions-ended',
  'access-key-issued',
  'access-key-revoked',
  'registration-changed',
]);
export type AuditAct = z.infer<typeof auditAct>;

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal'));

/** An entry of the audit log. People are named by their UID alone, so that nothing else of a deleted one stays. */
export const auditEntry = z.object({
  /** 1, 2, 3, … without a gap. */
  id: z.int().check(z.gte(1)),
  at: instant,
  /** Who did it; `null` for the relay itself. */
  actor: z.nullable(accountId),
  act: auditAct,
  /** The UID of the account, or the id of the access key. */
  target: z.nullable(z.string()),
  /** What else there is to it: the label of a key, the mode of registration. */
  detail: z.string(),
  /** Of the entry before; of the first one 64 zeros. */
  previous: sha256,
  /** SHA-256 of {@link auditText}. */
  hash: sha256,
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const FIRST_PREVIOUS = '0'.repeat(64);

/** `logins`: of those named in these entries who are still there. `more`: there are older ones. */
export const auditPage = z.object({
  entries: z.array(auditEntry),
  logins: z.array(z.object({ uid: accountId, login: z.string() })),
  more: z.boolean(),
});
export type AuditPage = z.infer<typeof auditPage>;

/** The newest entries, or those older than `before`. */
export const auditQuery = z.strictObject({ before: z.optional(z.string().check(z.regex(/^[1-9]\d{0,14}$/, 'an id'))) });

/** What the hash of an entry is made of: whoever changes one must change all behind it. */
export const auditText = ({ id, at, actor, act, target, detail, previous }: Omit<AuditEntry, 'hash'>): string =>
  JSON.stringify(['tincan.audit.v1', id, at, actor, act, target, detail, previous]);
