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

const STATUS: Partial<Record<ErrorCode, number>> = {
  bad_request: 400,
  weak_password: 400,
  too_large: 413,
  bad_credentials: 401,
  unauthorized: 401,
  forbidden: 403,
  account_disabled: 403,
  registration_closed: 403,
  access_key_invalid: 403,
  not_contact: 403,
  not_found: 404,
  call_unknown: 404,
  login_taken: 409,
  last_admin: 409,
  stale_devices: 409,
  call_over: 410,
  endpoint_gone: 410,
  rate_limited: 429,
  too_many_connections: 429,
  mailbox_full: 503,
  files_full: 503,
  disk_full: 503,
  unavailable: 503,
};

/** 400 401 403 404 409 410 413 429 503, and 500 for what should not happen. */
export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 500;
