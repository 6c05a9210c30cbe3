import * as z from 'zod/mini';
import { account, deviceKeys, login, oneTimePrekey, prekey } from './account.ts';
import { callRecord } from './call.ts';
import type { SignalType } from './client-frames.ts';
import { box, mailboxItem } from './envelope.ts';
import { errorFrame } from './errors.ts';
import { accountId, base64, callId, deviceId, endpointId, envelopeId, instant, requestId, ringTestId } from './ids.ts';
import { signedDeviceList } from './signed-device-list.ts';

// What the relay says to a client.

/** What own devices tell each other: to become one person's, or of a call that is moved. The relay does not look into it. */
export const linkBody = base64(48_000);

export const iceServer = z.object({
  urls: z.union([z.string(), z.array(z.string())]),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});
export type IceServer = z.infer<typeof iceServer>;

/** What two people are to each other, from the reader's side. `none` takes the person off the list. */
export const relation = z.enum(['contact', 'incoming', 'outgoing', 'blocked', 'none']);
export type Relation = z.infer<typeof relation>;

export const contact = z.object({ account: accountId, login, relation });
export type Contact = z.infer<typeof contact>;

export const presence = z.discriminatedUnion('status', [
  z.object({ account: accountId, status: z.literal('online') }),
  z.object({ account: accountId, status: z.literal('in-call') }),
  z.object({ account: accountId, status: z.literal('away') }),
  z.object({ account: accountId, status: z.literal('offline'), last_seen: z.optional(instant) }),
]);
export type Presence = z.infer<typeof presence>;

const relayedSignal = <T extends SignalType>(type: T) =>
  z.object({ type: z.literal(type), from: endpointId, to: endpointId, call: callId, box });
export type RelayedSignal = Extract<RelayFrame, { type: SignalType }>;

export const relayFrame = z.discriminatedUnion('type', [
  relayedSignal('offer'),
  relayedSignal('answer'),
  relayedSignal('candidate'),
  relayedSignal('restart'),
  relayedSignal('leave'),
  errorFrame,
  /** Sent as soon as the socket is open. `resume` is a ticket for the next socket (single use, 5 minutes). */
  z.object({
    type: z.literal('welcome'),
    endpoint: endpointId,
    account,
    device: deviceId,
    server_time: instant,
    ice_servers: z.array(iceServer),
    limits: z.object({ max_frame_bytes: z.int(), ring_seconds: z.int(), ping_seconds: z.int() }),
    resume: z.string(),
  }),
  /** Those of `welcome` with newer credentials (SPEC TU2). */
  z.object({ type: z.literal('ice-servers'), ice_servers: z.array(iceServer) }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('ok'), id: requestId }),
  /** The whole roster, once after `hello`. */
  z.object({ type: z.literal('roster'), contacts: z.array(contact) }),
  z.object({ type: z.literal('contact'), contact }),
  /** Gathered for up to 100 ms; the newest of each person. */
  z.object({ type: z.literal('presence'), people: z.array(presence) }),
  z.object({ type: z.literal('typing'), from: accountId, typing: z.boolean() }),
  /** Contacts' listed devices, or all of one's own; a list of each account that has one, behind those that were asked for. */
  z.object({
    type: z.literal('devices'),
    id: requestId,
    devices: z.array(deviceKeys),
    lists: z.array(signedDeviceList),
  }),
  /** Those that there are: each is given out once. */
  z.object({
    type: z.literal('one-time-prekeys'),
    id: requestId,
    prekeys: z.array(z.object({ device: deviceId, prekey: oneTimePrekey })),
  }),
  /** Few one-time prekeys are left of those that came with the device's prekey of this id. */
  z.object({ type: z.literal('prekeys-low'), prekey: prekey.shape.id }),
  /** A device of this account has come or gone, or its list is another now. */
  z.object({ type: z.literal('devices-changed'), account: accountId }),
  z.object({ type: z.literal('link'), from: deviceId, body: linkBody }),
  /** The tick: this envelope is on the relay's disk. */
  z.object({ type: z.literal('sent'), id: requestId, envelope: envelopeId, at: instant }),
  z.object({ type: z.literal('deliver'), items: z.array(mailboxItem) }),
  z.object({ type: z.literal('call'), record: callRecord }),
  /** `roomNews`, with an `id` where it is an answer. Few pages enter a room: what is in it is only read by those. */
  z.object({ type: z.literal('room'), id: z.optional(requestId), news: z.unknown() }),
  /** This person asks whether their devices can be rung (SPEC RT1). */
  z.object({ type: z.literal('ring-test'), test: ringTestId }),
  /** The relay is going away; come back after `retry_after` seconds. */
  z.object({ type: z.literal('bye'), retry_after: z.number() }),
]);
export type RelayFrame = z.infer<typeof relayFrame>;
