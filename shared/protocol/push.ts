import * as z from 'zod/mini';
import { callMedia } from './call.ts';
import { accountId, callId, instant, ringTestId } from './ids.ts';

/** Base64url without padding. */
const bytes = (characters: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${characters}}$`), `${characters} characters of base64url`));

/** `GET /api/push`: the relay's key towards push services (VAPID, RFC 8292), a point on P-256 as browsers want it. */
export const pushKey = z.object({ key: bytes(87) });

/** `POST /api/push/subscription`: where a device takes pushes, and the keys they are encrypted for (RFC 8291). */
export const pushSubscription = z.strictObject({
  endpoint: z.string().check(z.maxLength(1024)),
  keys: z.strictObject({ p256dh: bytes(87), auth: bytes(22) }),
});
export type PushSubscription = z.infer<typeof pushSubscription>;

const facts = { call: callId, caller: accountId, media: callMedia };

/** What is in a push, encrypted. The one that ends a ring takes the place of the one that began it; `test` is no call. */
export const pushMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ring'), ...facts, ends_at: instant }),
  z.object({ type: z.literal('over'), ...facts, outcome: z.enum(['missed', 'answered', 'declined']) }),
  z.object({ type: z.literal('test'), test: ringTestId }),
]);
export type PushMessage = z.infer<typeof pushMessage>;
/** Of a call. */
export type CallPush = Exclude<PushMessage, { type: 'test' }>;
