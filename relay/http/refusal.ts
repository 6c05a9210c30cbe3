import type { ErrorCode } from '#shared/protocol/errors.ts';

/** What a handler throws to refuse a request: the only error of HTTP that is not a fault. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfter: number | undefined;
  constructor(code: ErrorCode, detail: string, retryAfter?: number) {
    super(detail);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The status of each refusal, and what it means, for those who read the API's description. */
const REFUSALS: Readonly<Record<ErrorCode, readonly [status: number, meaning: string]>> = {
  bad_request: [400, 'Something that was sent does not have the form it must have; `detail` says what'],
  weak_password: [400, 'The password is among the first that anyone tries'],
  unauthorized: [401, 'No session, or it is over'],
  bad_credentials: [401, 'The login or the password is wrong'],
  second_factor_required: [401, 'The password is right; a code of the second factor is needed with it'],
  second_factor_wrong: [401, 'The code of the second factor is wrong, or was used already'],
  account_disabled: [403, 'An administrator has disabled this account'],
  forbidden: [403, 'Not for this account'],
  registration_closed: [403, 'This relay takes no new accounts'],
  access_key_invalid: [403, 'The access key is missing, wrong, expired or used up'],
  not_contact: [403, 'Only for contacts'],
  not_found: [404, 'No such thing, or none that this account may know of'],
  call_unknown: [404, 'No such call, or it is over for long'],
  login_taken: [409, 'Someone has the login, or one that looks like it'],
  last_admin: [409, 'A relay keeps at least one administrator'],
  stale_devices: [409, 'The device list has changed'],
  room_full: [409, 'As many are inside of the room as it takes'],
  call_over: [410, 'The call is over, or another device has it'],
  endpoint_gone: [410, 'The other side’s socket is gone'],
  too_large: [413, 'More than may be sent; `detail` says how much'],
  rate_limited: [429, 'Too often: come back after `retry_after` seconds'],
  unanswered: [429, 'Three calls in ten minutes were not answered'],
  too_many_connections: [429, 'Too many sockets'],
  internal: [500, 'A fault of the relay'],
  mailbox_full: [503, 'The mailbox of the other person is full'],
  files_full: [503, 'One’s own files that nobody has fetched yet take all the room they may'],
  disk_full: [503, 'The relay cannot store anything now; nothing was changed'],
  unavailable: [503, 'Too much to do now: come back after `retry_after` seconds'],
};

/** 400 401 403 404 409 410 413 429 503, and 500 for what should not happen. */
export const statusOf = (code: ErrorCode): number => REFUSALS[code][0];

/** A short line of English. */
export const meaningOf = (code: ErrorCode): string => REFUSALS[code][1];
