import { createHash } from 'node:crypto';

type Headers = readonly (readonly [string, string])[];

const TWO_YEARS = 2 * 365 * 24 * 3600;

const policy = (sockets: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src 'self'${sockets}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types tincan',
  ].join('; ');

const HOST = /^[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i;

const withPolicy = (contentSecurityPolicy: string, secure: boolean): Headers => [
  ['content-security-policy', contentSecurityPolicy],
  ['cross-origin-opener-policy', 'same-origin'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['permissions-policy', 'camera=(self), microphone=(self), display-capture=(self)'],
  ...(secure ? ([['strict-transport-security', `max-age=${TWO_YEARS}`]] as const) : []),
];

/** What every page of ours is served with (security.md rows 19 and 20). Some browsers do not count `ws:` as 'self'. */
export const securityHeaders = (host: string, secure: boolean): Headers =>
  withPolicy(policy(HOST.test(host) ? ` ${secure ? 'wss' : 'ws'}://${host}` : ''), secure);

/** Of a page that is text and this one style sheet. */
export const textPageHeaders = (style: string, secure: boolean): Headers =>
  withPolicy(
    [
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    secure,
  );
