import * as z from 'zod/mini';
import { requestId } from './ids.ts';

/**
 * Every reason for which the relay refuses something, on HTTP and on the socket alike.
 * The words a person reads live in `shared/ui/strings`; `detail` is for developers.
 */
export const errorCode = z.enum([
  'bad_request', // the body or frame does not fit its schema
  'bad_credentials', // unknown login or wrong password: never told apart
  'second_factor_required', // the password is right, and a code is needed, too
  'second_factor_wrong', // no code of it, or one that was used
  'unauthorized', // no session, or it has expired or been revoked
  'account_disabled', // an administrator keeps this account out
  'forbidden',
  'not_found',
  'login_taken',
  'weak_password',
  'registration_closed',
  'access_key_invalid',
  'not_contact', // only accepted contacts may be written to or called
  'stale_devices', // the recipient's device list has changed: fetch it and seal again
  'mailbox_full', // the recipient's mailbox is at its limit; the message was not accepted
  'last_admin', // a relay keeps at least one administrator
  'call_unknown', // no such call, or it ended too long ago
  'call_over', // the call has ended or another device has it
  'room_full', // as many are inside as it takes
  'endpoint_gone', // the other side's socket is no longer there
  'unanswered', // three calls in ten minutes were not answered: write instead, or come back after `retry_after`
  'rate_limited', // `retry_after` says when to come back
  'too_large',
  'files_full', // one's files that nobody has fetched yet are at their limit
  'too_many_connections',
  'unavailable', // a queue is full or the relay is shutting down: come back later
  'disk_full', // the relay cannot store anything now; nothing was accepted
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** Body of every HTTP refusal. `retry_after` in seconds. */
export const errorBody = z.object({
  detail: z.string(),
  error_code: errorCode,
  retry_after: z.optional(z.number()),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** A refusal on the socket. With `id` it answers that request, without it concerns the socket itself. */
export const errorFrame = z.object({
  type: z.literal('error'),
  id: z.optional(requestId),
  detail: z.string(),
  error_code: errorCode,
  retry_after: z.optional(z.number()),
});

/** Close codes of the socket (4000–4999 are the application's). */
export const closeCode = {
  /** No `hello` within the time allowed, or a frame that is not JSON. */
  protocolError: 4002,
  /** The session was revoked or has expired: sign in again. */
  signedOut: 4001,
  /** An administrator keeps this account out. */
  disabled: 4003,
  /** The reader was too slow; come back and resume from the cursor. */
  tooSlow: 4008,
  /** A frame over the size limit or too many of them. */
  rateLimited: 4029,
  /** The relay is shutting down: `bye` said when to come back. */
  goingAway: 4012,
} as const;
