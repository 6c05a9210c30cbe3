import * as z from 'zod/mini';

/** What a browser looks at, in the order in which it is shown. */
export const checksHere = [
  'secure-here',
  'socket-here',
  'clock-here',
  'turn-udp-here',
  'turn-tcp-here',
  'turn-tls-here',
  'push-here',
  'push-trip-here',
] as const;

/** What is looked at. Those that end in `-here` are for a browser to find out, from the network it stands in. */
export const checkId = z.enum([
  // of the machine
  'configuration',
  'port',
  'data-folder',
  'disk',
  'database',
  'clock',
  // of the way in
  'address',
  'proxy',
  'certificate',
  'health',
  'headers',
  'socket',
  // of pushes
  'push-keys',
  'push-subject',
  'push-services',
  // of calls between networks
  'stun',
  'turn',
  'turn-udp',
  'turn-tcp',
  'turn-tls',
  ...checksHere,
]);
export type CheckId = z.infer<typeof checkId>;

/** `warning`: it runs, and something is amiss or soon will be. `skipped`: there was nothing to look at, or no way to. */
export const checkState = z.enum(['ok', 'warning', 'failed', 'skipped']);
export type CheckState = z.infer<typeof checkState>;

/** What a check came upon; `fixes` in `shared/ui/strings` has what is to be done about it. */
export const foundCode = z.enum([
  'configuration-read',
  'configuration-wrong',
  'relay-runs',
  'relay-stopped',
  'port-taken',
  'folder-private',
  'folder-open',
  'folder-missing',
  'folder-locked',
  'disk-room',
  'disk-little',
  'disk-full',
  'database-writes',
  'database-fails',
  'clock-right',
  'clock-wrong',
  'clock-unknown',
  'clock-agrees',
  'clock-differs',
  'address-fits',
  'address-local',
  'address-plain',
  'address-missing',
  'address-differs',
  'proxy-none',
  'proxy-trusted',
  'proxy-not-trusted',
  'proxy-silent',
  'proxy-hides-tls',
  'certificate-good',
  'certificate-ends',
  'certificate-ended',
  'certificate-untrusted',
  'certificate-own',
  'certificate-unreached',
  'certificate-none',
  'health-good',
  'health-bad',
  'headers-whole',
  'headers-missing',
  'headers-other-host',
  'socket-opens',
  'socket-reached',
  'socket-swallowed',
  'socket-shut',
  'push-keys-kept',
  'push-keys-later',
  'push-keys-broken',
  'push-subject-set',
  'push-subject-none',
  'push-services-answer',
  'push-services-silent',
  'stun-answers',
  'stun-silent',
  'stun-none',
  'stun-by-turn',
  'turn-answers',
  'turn-silent',
  'turn-refused',
  'turn-full',
  'turn-untrusted',
  'turn-none',
  'turn-way-none',
  'turn-absent',
  'turn-carries',
  'turn-unreached',
  'turn-carries-nothing',
  'secure',
  'insecure',
  'push-subscribed',
  'push-not-allowed',
  'push-unsupported',
  'push-browser-silent',
  'push-browser-refuses',
  'push-service-unknown',
  'push-arrived',
  'push-refused',
  'push-lost',
  'not-tried',
]);
export type FoundCode = z.infer<typeof foundCode>;

/** One check and what came of it, in no language. */
export const finding = z.object({
  id: checkId,
  state: checkState,
  found: foundCode,
  /** What it is about: an address, a file, names. */
  about: z.optional(z.string()),
  /** What the system or the other side said, as it said it. */
  said: z.optional(z.string()),
  /** Bytes of `disk`; days of `certificate`; seconds of both clocks; else milliseconds that it took. */
  amount: z.optional(z.number()),
});
export type Finding = z.infer<typeof finding>;

/** `GET /api/setup-check`: what the relay finds out about itself. For administrators. */
export const setupCheck = z.object({ findings: z.array(finding) });
