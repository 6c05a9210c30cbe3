import * as z from 'zod/mini';
import type { SignalType } from '#shared/protocol/client-frames.ts';
import { TEXT_MAX } from '#shared/protocol/content-limits.ts';
import { isSafeSdp } from './sdp.ts';

// What two links say to each other: signals (over the relay or the data channel) and frames (over the channel alone).

/** Why a connection exists: the call itself, or one share in it. */
export const purpose = z.discriminatedUnion('use', [
  z.object({ use: z.literal('call') }),
  z.object({ use: z.literal('share'), share: z.string(), kind: z.enum(['screen', 'tab']), sound: z.boolean() }),
]);
export type Purpose = z.infer<typeof purpose>;
export type SharePurpose = Extract<Purpose, { use: 'share' }>;

const name = z.string().check(z.maxLength(64));
const connection = name.check(z.minLength(1));
const sdp = z.string().check(z.refine(isSafeSdp));

/** Of one connection, that wait for a description: the other side may send any number of them. */
export const MOST_CANDIDATES = 100;

const candidate = z.object({
  candidate: z.string().check(z.maxLength(1024)),
  sdpMid: z.nullable(z.string()),
  sdpMLineIndex: z.nullable(z.int()),
  usernameFragment: z.nullable(z.string()),
});
export type Candidate = z.infer<typeof candidate>;

const description = z.object({ type: z.enum(['offer', 'answer']), sdp });
export type Description = z.infer<typeof description>;

const signal = z.union([
  z.object({ type: z.literal('offer'), connection, purpose, sdp }),
  z.object({ type: z.literal('answer'), connection, sdp }),
  z.object({ type: z.literal('candidate'), connection, candidate }),
  /** Part of an ICE restart. `round` names the offer that an answer belongs to. */
  z.object({ type: z.literal('restart'), connection, round: z.int(), description }),
  /** The callee asks for an ICE restart, and has seen those up to this round. */
  z.object({ type: z.literal('restart'), connection, seen: z.int() }),
  /** The callee asks for a fresh connection in place of this one; `null` where it has none. */
  z.object({ type: z.literal('restart'), replace: z.nullable(connection) }),
  /** Hanging up while there is no channel to say it on. */
  z.object({ type: z.literal('leave') }),
]);
export type Signal = z.infer<typeof signal>;

const named = z.looseObject({ id: name, link: name });

/**
 * The signal in a payload, the id by which it is known should it come twice, and the link that has sent it: a page that is
 * loaded again has another one. `undefined` for what makes no sense.
 */
export const parseSignal = (
  type: SignalType,
  payload: unknown,
): { readonly id: string; readonly link: string; readonly signal: Signal } | undefined => {
  const known = named.safeParse(payload);
  if (!known.success) return undefined;
  const parsed = signal.safeParse({ ...known.data, type });
  return parsed.success ? { id: known.data.id, link: known.data.link, signal: parsed.data } : undefined;
};

const strain = z.enum(['none', 'bandwidth', 'cpu']);

export const peerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answered') }),
  z.object({ type: z.literal('watching') }),
  z.object({
    type: z.literal('devices'),
    microphone: z.enum(['on', 'off', 'unavailable']),
    camera: z.enum(['on', 'off', 'unavailable']),
  }),
  z.object({ type: z.literal('paused'), paused: z.boolean() }),
  z.object({ type: z.literal('leaving') }),
  z.object({ type: z.literal('strain'), strain, share: z.optional(strain) }),
  z.object({ type: z.literal('share-stopped'), share: z.string() }),
  z.object({ type: z.literal('stop-your-share'), share: z.string() }),
  z.object({
    type: z.literal('text'),
    text: z.string().check(z.minLength(1), z.maxLength(TEXT_MAX)),
    number: z.optional(z.int()),
  }),
  z.object({ type: z.literal('hang-up') }),
]);

export const frame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('signal'),
    signal: z.enum(['offer', 'answer', 'candidate', 'restart', 'leave']),
    payload: z.unknown(),
  }),
  /** Each second, and at once for each message: every message up to number `heard` has arrived. */
  z.object({ type: z.literal('beat'), heard: z.int() }),
  z.object({ type: z.literal('message'), number: z.int(), message: peerMessage }),
]);
export type Frame = z.infer<typeof frame>;
