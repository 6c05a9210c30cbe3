import * as z from 'zod/mini';
import { callDevice } from './call.ts';
import { accountId, base64, callId, conversationId, deviceId, envelopeId, instant, seq } from './ids.ts';

/**
 * Cipher suites by number. 1 = boxes by HPKE base mode, DHKEM-X25519 / HKDF-SHA256 / AES-256-GCM, signed with Ed25519;
 * a body by AES-256-GCM.
 */
export const suite = z.literal(1);

/* @__NO_SIDE_EFFECTS__ */
const boxOf = (characters: number) =>
  z.strictObject({
    prekey: z.int().check(z.gte(1)),
    enc: base64(44),
    ciphertext: base64(characters),
    signature: base64(88),
  });

/** Ciphertext for one device. `prekey` names the recipient's key, `enc` the encapsulated one, `signature` is the sender's over all of it. */
export const box = boxOf(48_000);
export type Box = z.infer<typeof box>;

/** A box and the device it is for. What it holds opens the body: 64 bytes, so that 40 of them and the body fit a frame. */
export const sealedBox = z.strictObject({ account: accountId, device: deviceId, box: boxOf(128) });
export type SealedBox = z.infer<typeof sealedBox>;

/** Ciphertext for everyone who can open a box of the envelope. */
const body = base64(40_000);

/** What a client hands to the relay: one box for each device of the recipient and each other device of the sender. */
export const outgoingEnvelope = z.strictObject({
  id: envelopeId,
  conversation: conversationId,
  to: accountId,
  suite,
  body,
  sealed: z.array(sealedBox).check(z.maxLength(40)),
});
export type OutgoingEnvelope = z.infer<typeof outgoingEnvelope>;

/** What reaches a device: the same envelope with its own box alone. */
export const envelope = z.object({
  id: envelopeId,
  conversation: conversationId,
  from: z.object({ account: accountId, device: deviceId }),
  suite,
  body,
  box,
});
export type Envelope = z.infer<typeof envelope>;

/**
 * How a call ended, as it is kept in both people's history. `answered_at` and `answerer` are missing where nobody answered,
 * `ended_by` where it is in the record. Those of relays that named no devices may be in a mailbox still.
 */
export const callSummary = z.object({
  call: callId,
  caller: accountId,
  callee: accountId,
  media: z.enum(['audio', 'video']),
  started_at: instant,
  answered_at: z.optional(instant),
  ended_at: instant,
  reason: z.string(),
  answerer: z.optional(callDevice),
  ended_by: z.optional(callDevice),
});
export type CallSummary = z.infer<typeof callSummary>;

/** One item of a mailbox; `at` is when the relay committed it. */
export const mailboxItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('envelope'), seq, at: instant, envelope }),
  z.object({ kind: z.literal('call'), seq, at: instant, summary: callSummary }),
  // Its sender's account was deleted before it was fetched; the place stays, for the numbers have no gaps.
  z.object({ kind: z.literal('gone'), seq, at: instant }),
]);
export type MailboxItem = z.infer<typeof mailboxItem>;
