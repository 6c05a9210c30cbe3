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

/** What every page of ours is served with (security.md rows 19 and 20). Some browsers do not count `ws:` as 'self'. */
export const securityHeaders = (host: string, secure: boolean): Headers => [
  ['content-security-policy', policy(HOST.test(host) ? ` ${secure ? 'wss' : 'ws'}://${host}` : '')],
  ['cross-origin-opener-policy', 'same-origin'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['permissions-policy', 'camera=(self), microphone=(self), display-capture=(self)'],
  ...(secure ? ([['strict-transport-security', `max-age=${TWO_YEARS}`]] as const) : []),
];
