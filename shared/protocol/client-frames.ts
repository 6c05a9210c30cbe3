import * as z from 'zod/mini';
import { oneTimePrekey, prekey } from './account.ts';
import { callMedia, endReason } from './call.ts';
import { box, outgoingEnvelope } from './envelope.ts';
import { linkBody } from './frames.ts';
import { accountId, callId, deviceId, endpointId, requestId, seq } from './ids.ts';
import { roomAbout, roomCode, roomProof, roomSignal, roomVisit } from './room.ts';
import { signedDeviceList } from './signed-device-list.ts';

// What a client says to the relay. The relay's side has a file of its own: a page reads those alone.

/** Signals the relay passes from endpoint to endpoint unread. Once the peers' data channel is open they go over it instead. */
export const signalType = z.enum(['offer', 'answer', 'candidate', 'restart', 'leave']);
export type SignalType = z.infer<typeof signalType>;

/* @__NO_SIDE_EFFECTS__ */
const signal = <T extends SignalType>(type: T) =>
  z.strictObject({ type: z.literal(type), to: endpointId, call: callId, box });
export type SignalFrame = Extract<ClientFrame, { type: SignalType }>;

export const contactAct = z.enum(['request', 'accept', 'decline', 'remove', 'block', 'unblock']);
export type ContactAct = z.infer<typeof contactAct>;

/** Contacts, or oneself. */
const askedAccounts = z.array(accountId).check(z.minLength(1), z.maxLength(20));

/** Whoever calls during this call rings at once, where they would be told that one is busy. */
const waiting = z.optional(z.boolean());

export const clientFrame = z.discriminatedUnion('type', [
  signal('offer'),
  signal('answer'),
  signal('candidate'),
  signal('restart'),
  signal('leave'),
  /** First frame on a socket. Delivery starts after `after`, the newest mailbox position the device has stored. */
  z.strictObject({ type: z.literal('hello'), id: requestId, after: seq, active: z.boolean() }),
  /** Every 20 s; the relay answers `pong`. Text, because protocol pings do not keep an extension's worker alive. */
  z.strictObject({ type: z.literal('ping') }),
  /** Whether a person is looking at this context: `away` is when no endpoint of the person is active. */
  z.strictObject({ type: z.literal('activity'), active: z.boolean() }),
  /** To a contact, at most once a second (SPEC TY3). `false` takes it back. */
  z.strictObject({ type: z.literal('typing'), to: accountId, typing: z.boolean() }),
  z.strictObject({ type: z.literal('contact'), id: requestId, account: accountId, act: contactAct }),
  /** Asks for the devices of these people; with `after`, of one, also for the lists behind that version (SPEC DL11). */
  z.strictObject({
    type: z.literal('devices'),
    id: requestId,
    accounts: askedAccounts,
    after: z.optional(z.int().check(z.gte(1))),
  }),
  /** Asks for a one-time prekey of each listed device of these people but the asking one. */
  z.strictObject({ type: z.literal('one-time-prekeys'), id: requestId, accounts: askedAccounts }),
  /** The device's new keys, in place of all it has at the relay. */
  z.strictObject({
    type: z.literal('prekey'),
    id: requestId,
    prekey,
    one_time: z.array(oneTimePrekey).check(z.minLength(1), z.maxLength(100)),
  }),
  /** The next list of the account's own devices. */
  z.strictObject({ type: z.literal('device-list'), id: requestId, list: signedDeviceList }),
  /** To another device of the same account that is there now: sealed, passed on, never stored. */
  z.strictObject({ type: z.literal('link'), id: requestId, to: deviceId, body: linkBody }),
  z.strictObject({ type: z.literal('send'), id: requestId, envelope: outgoingEnvelope }),
  /** Everything up to and including `through` is stored on this device: the relay may forget it. */
  z.strictObject({ type: z.literal('acknowledge'), through: seq }),
  z.strictObject({
    type: z.literal('call-invite'),
    id: requestId,
    call: callId,
    callee: accountId,
    media: callMedia,
    waiting,
  }),
  /** This device is ringing. */
  z.strictObject({ type: z.literal('call-ringing'), call: callId }),
  /** This endpoint has the ring of its device, and the path of the call may be made while it rings. */
  z.strictObject({ type: z.literal('call-ready'), call: callId }),
  z.strictObject({ type: z.literal('call-accept'), id: requestId, call: callId, waiting }),
  /** By the callee, before anyone has answered. */
  z.strictObject({ type: z.literal('call-decline'), id: requestId, call: callId }),
  /** This endpoint has media with the other side. */
  z.strictObject({ type: z.literal('call-connected'), call: callId }),
  /** By the caller at any time (before the answer it cancels), by the answering device afterwards. */
  z.strictObject({ type: z.literal('call-end'), id: requestId, call: callId, reason: z.optional(endReason) }),
  /**
   * After a lost socket: this endpoint takes the place of the device's former one in the call. With `from_device` it takes
   * the place of that device of the same account (SPEC CA16).
   */
  z.strictObject({ type: z.literal('call-join'), id: requestId, call: callId, from_device: z.optional(deviceId) }),
  /** A room of one's own (SPEC RM1). Again with the same proof it changes nothing. */
  z.strictObject({
    type: z.literal('room-create'),
    id: requestId,
    room: roomCode,
    proof: roomProof,
    about: roomAbout,
    waiting_room: z.boolean(),
  }),
  /** What the room of a link is, without entering it. */
  z.strictObject({ type: z.literal('room-look'), id: requestId, room: roomCode, proof: roomProof }),
  /** Enters it, or knocks. `again`: by no act of a person, after a lost socket. */
  z.strictObject({
    type: z.literal('room-join'),
    id: requestId,
    room: roomCode,
    proof: roomProof,
    visit: roomVisit,
    again: z.optional(z.boolean()),
  }),
  /** Leaves it, or waits no longer. */
  z.strictObject({ type: z.literal('room-leave'), id: requestId, room: roomCode }),
  /** By the host: lets somebody in who knocks, or not. */
  z.strictObject({
    type: z.literal('room-admit'),
    id: requestId,
    room: roomCode,
    account: accountId,
    admit: z.boolean(),
  }),
  /** By the host: for good. */
  z.strictObject({ type: z.literal('room-remove'), id: requestId, room: roomCode, account: accountId }),
  /** By who made it: for everyone. */
  z.strictObject({ type: z.literal('room-end'), id: requestId, room: roomCode }),
  roomSignal,
]);
export type ClientFrame = z.infer<typeof clientFrame>;
