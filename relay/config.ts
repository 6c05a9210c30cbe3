import * as z from 'zod/mini';
import { login } from '#shared/protocol/account.ts';
import { password } from '#shared/protocol/account-api.ts';
import { iceServer } from '#shared/protocol/frames.ts';

/** The one extension of ours: its id follows from the public key in its manifest. */
export const EXTENSION_ORIGIN = 'chrome-extension://helffhihknfbmcmbikamjgndfdpnpajm';

const range = (least: number, most: number, integer: boolean) => {
  const allowed = `a ${integer ? 'whole ' : ''}number from ${least} to ${most}`;
  const digits = integer ? /^\d+$/ : /^\d+(\.\d+)?$/;
  return z.pipe(
    z.string().check(z.regex(digits, allowed)),
    z.pipe(z.transform(Number), z.number().check(z.gte(least, allowed), z.lte(most, allowed))),
  );
};
const number = (fallback: number, least: number, most: number) => z._default(range(least, most, false), fallback);
const whole = (fallback: number, least: number, most: number) => z._default(range(least, most, true), fallback);

const oneOf = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) =>
  z._default(z.enum(values, values.join(', ')), fallback);

const isOrigin = (text: string): boolean => /^[a-z-]+:\/\/[^/\s*]+$/.test(text) && URL.canParse(text);
/** As browsers send it: in lower case, without the usual port. No browser sends one with a star. */
const origin = z.pipe(
  z.string().check(z.refine(isOrigin, 'an origin, such as https://talk.example')),
  z.transform((text) => (/^https?:/.test(text) ? new URL(text).origin : text)),
);

const host = z
  .string()
  .check(z.regex(/^(\*\.)?[a-z0-9.-]+(:\d+)?$/, 'hosts, such as push.example or *.push.example:8443'));

const yesOrNo = z.pipe(
  oneOf(['yes', 'no', 'true', 'false', '1', '0'], 'no'),
  z.transform((text) => ['yes', 'true', '1'].includes(text)),
);

const list = z.pipe(
  z._default(z.string(), ''),
  z.transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
);

const turnUrl = z
  .string()
  .check(z.regex(/^turns?:[^\s/?@,]+(\?transport=(udp|tcp))?$/, 'addresses such as turn:turn.example:3478'));

/** An HMAC's key. Whoever has credentials can try keys against them for as long as they like. */
const turnSecret = z.string().check(z.minLength(32, '32 characters or more, such as `openssl rand -hex 32` gives'));

/** It stands in addresses as it is, and whoever guesses it may use the relay. */
const peerJsKey = z
  .string()
  .check(
    z.regex(/^[\w-]{16,64}$/, '16 to 64 of a-z, A-Z, 0-9, _ and -, such as `openssl rand -hex 16` gives; unset: off'),
  );

const peerJsPath = z
  .string()
  .check(
    z.regex(
      /^(?!\/(api|assets|docs|health|metrics|openapi[\w.-]*|ws)(\/|$))(\/[\w-][\w.-]*)+$/,
      'a path such as /peerjs, without / at its end; /api, /assets, /docs, /health, /metrics, /openapi.json and /ws are taken',
    ),
  );

/** What a bearer token may be made of. */
const metricsToken = z
  .string()
  .check(z.regex(/^[\w.-]{16,}$/, '16 or more of A–Z a–z 0–9 _ . -, such as `openssl rand -hex 32` gives'));

const json = z.transform((text: string, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.issues.push({ code: 'custom', message: 'JSON, such as [{"urls":"stun:stun.example:3478"}]', input: text });
    return [];
  }
});

/** Every variable the relay reads, with its default and what it may be. */
const environment = z.object({
  HOST: z._default(z.string().check(z.minLength(1)), '0.0.0.0'),
  PORT: whole(9000, 0, 65_535),
  DATA_DIR: z._default(z.string().check(z.minLength(1)), './data'),
  PUBLIC_URL: z.optional(z.url({ protocol: /^https?$/, error: 'an address, such as https://talk.example' })),
  TLS: oneOf(['off', 'self-signed', 'cert+key'], 'off'),
  TLS_CERT: z.optional(z.string()),
  TLS_KEY: z.optional(z.string()),
  TRUST_PROXY: yesOrNo,
  PROXY_COUNT: whole(1, 1, 9),
  REGISTRATION: oneOf(['open', 'key', 'closed'], 'open'),
  REGISTRATIONS_PER_HOUR: whole(20, 1, 1_000_000),
  ADMIN_LOGIN: z.optional(login),
  ADMIN_PASSWORD: z.optional(
    z.string().check(z.refine((text) => password.safeParse(text).success, '12 to 128 characters')),
  ),
  ALLOWED_ORIGINS: z.pipe(list, z.array(origin)),
  ICE_SERVERS: z.pipe(z._default(z.string(), '[]'), z.pipe(json, z.array(iceServer))),
  PUSH_SERVICES: z.pipe(list, z.array(host)),
  VAPID_SUBJECT: z.optional(
    z.string().check(z.regex(/^(mailto:[^@\s]+@|https:\/\/)[^\s]+$/, 'an address, such as mailto:ann@talk.example')),
  ),
  TURN_URLS: z.pipe(list, z.array(turnUrl)),
  TURN_SECRET: z.pipe(list, z.array(turnSecret).check(z.maxLength(2, 'one secret, or the new and the old one'))),
  MAILBOX_DAYS: whole(30, 1, 3650),
  MAILBOX_ITEMS: whole(10_000, 1, 10_000_000),
  BLOB_MAX_MIB: whole(100, 1, 1024),
  RING_SECONDS: whole(60, 20, 90),
  ROOM_IDLE_HOURS: whole(24, 1, 8760),
  ROOM_MESH_LIMIT: whole(6, 2, 12),
  IDLE_TIMEOUT_SECONDS: number(60, 0.5, 3600),
  RATE_LIMIT_SCALE: number(1, 0.001, 1_000_000),
  MAX_SOCKETS_PER_IP: whole(50, 1, 10_000_000),
  MAX_SOCKETS_PER_ACCOUNT: whole(10, 1, 10_000_000),
  PEERJS_KEY: z.optional(peerJsKey),
  PEERJS_PATH: z._default(peerJsPath, '/peerjs'),
  PEERJS_CLIENTS: whole(5000, 1, 1_000_000),
  METRICS_TOKEN: z.optional(metricsToken),
  DISK_FREE_MIB: whole(256, 0, 1_000_000_000),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
});

const SECRET = new Set(['ADMIN_PASSWORD', 'METRICS_TOKEN', 'PEERJS_KEY', 'TURN_SECRET']);

export type Config = z.infer<typeof environment>;

/** Some push services refuse a relay that names nobody, or `localhost`. */
export const pushSubject = ({ VAPID_SUBJECT, PUBLIC_URL }: Config): string =>
  VAPID_SUBJECT ?? (PUBLIC_URL?.startsWith('https:') ? PUBLIC_URL : 'mailto:nobody@tincan.invalid');

/** A variable has a value that cannot be used; the message is for whoever starts the relay. */
export class ConfigError extends Error {}

const complaint = (name: string, given: string | undefined, allowed: string): string =>
  `${name} is ${given === undefined ? 'not set' : SECRET.has(name) ? 'not acceptable' : `"${given}"`}; allowed: ${allowed}`;

/** Reads the environment. An empty variable counts as not set. Throws {@link ConfigError} with every complaint. */
export const readConfig = (variables: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map(({ path, message }) =>
      complaint(String(path[0]), given[String(path[0])], message),
    );
    throw new ConfigError(lines.join('\n'));
  }
  const config = read.data;
  if (config.TLS === 'cert+key') {
    for (const name of ['TLS_CERT', 'TLS_KEY'] as const) {
      if (!config[name])
        throw new ConfigError(complaint(name, undefined, 'the path of a PEM file, because TLS is cert+key'));
    }
  }
  if ((config.ADMIN_LOGIN === undefined) !== (config.ADMIN_PASSWORD === undefined)) {
    const missing = config.ADMIN_LOGIN ? 'ADMIN_PASSWORD' : 'ADMIN_LOGIN';
    throw new ConfigError(complaint(missing, undefined, 'ADMIN_LOGIN and ADMIN_PASSWORD go together'));
  }
  if ((config.TURN_URLS.length === 0) !== (config.TURN_SECRET.length === 0)) {
    const missing = config.TURN_URLS.length ? 'TURN_SECRET' : 'TURN_URLS';
    throw new ConfigError(complaint(missing, undefined, 'TURN_URLS and TURN_SECRET go together'));
  }
  return config;
};
