import * as z from 'zod/mini';
import { accountId, callId, deviceId, endpointId, instant } from './ids.ts';

/** What the caller asked for; either side may turn its camera on later. */
export const callMedia = z.enum(['audio', 'video']);
export type CallMedia = z.infer<typeof callMedia>;

/** Why a call ended (call-flow.md R3). Who is remote, and "answered elsewhere", each device tells for itself from the record. */
export const endReason = z.enum([
  'hang-up',
  'declined',
  'busy',
  'no-answer',
  'cancelled',
  'glare', // both called at once and the other call, with the lower id, lives on
  'needs-permission', // the callee does not take calls from this person
  'failed-signaling',
  'failed-media',
  'reconnect-failed',
]);
export type EndReason = z.infer<typeof endReason>;

/** One side of an established call. `endpoint` changes when its socket is replaced (`call-join`). */
export const callParty = z.object({ account: accountId, device: deviceId, endpoint: endpointId });
export type CallParty = z.infer<typeof callParty>;

/** A device as it is named where its socket says nothing any more. */
export const callDevice = z.object({ account: accountId, device: deviceId });
export type CallDevice = z.infer<typeof callDevice>;

const facts = {
  call: callId,
  /** Grows by one with each change; a device ignores a record that is not newer than the one it has. */
  version: z.int().check(z.gte(1)),
  media: callMedia,
  caller: callParty,
  callee: accountId,
  created_at: instant,
};

/** Seconds for which people may choose that they are rung (call-flow.md R5). */
export const ringSeconds = z.int().check(z.gte(20), z.lte(90));

const unanswered = {
  ...facts,
  /** Devices that a push service has taken the ring for, and that have not said that they ring. */
  notified: z.array(deviceId),
  /** From `created_at`, as the callee has chosen; missing where it is what `welcome` says. */
  ring_seconds: z.optional(ringSeconds),
};

/** The relay's call record, the only truth about a call (call-flow.md R1). */
export const callRecord = z.discriminatedUnion('state', [
  /** Known to the relay; no device of the callee has said that it rings. */
  z.object({ ...unanswered, state: z.literal('proposed') }),
  /** `ready`: where a device of the callee can be connected with before it answers, at most one for each. */
  z.object({ ...unanswered, state: z.literal('ringing'), ringing: z.array(deviceId), ready: z.array(callParty) }),
  z.object({ ...facts, state: z.literal('accepted'), answerer: callParty, answered_at: instant }),
  /** Both sides have media. */
  z.object({ ...facts, state: z.literal('connected'), answerer: callParty, answered_at: instant }),
  z.object({
    ...facts,
    state: z.literal('ended'),
    answerer: z.optional(callParty),
    answered_at: z.optional(instant),
    ended_at: instant,
    reason: endReason,
    /**
     * The account whose act ended it, and the device; missing where the relay's clock did. Of a call that ended as `busy`,
     * the caller where it is they who are in another call.
     */
    ended_by: z.optional(callDevice),
  }),
]);
export type CallRecord = z.infer<typeof callRecord>;
