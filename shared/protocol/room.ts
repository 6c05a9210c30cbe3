import * as z from 'zod/mini';
import { login } from './account.ts';
import { accountId, base64, deviceId, endpointId, instant } from './ids.ts';

/** Names a room. Its link carries it beside a secret that the relay never sees (SPEC RM1). */
export const roomCode = z.string().check(z.regex(/^[a-zA-Z0-9]{10}$/, 'ten letters and digits'));
export type RoomCode = z.infer<typeof roomCode>;

/** 256 bits derived from the secret of the link, which whoever has the link can show. The relay keeps their SHA-256. */
export const roomProof = base64(44).check(z.minLength(44));

/** {@link roomFacts} of a room, sealed under a key that is derived from the secret of its link. */
export const roomAbout = base64(1_000);

/** Characters of a room's name. */
export const ROOM_NAME_MAX = 80;

/** What a room is to those who have its link. */
export const roomFacts = z.object({ name: z.string().check(z.maxLength(ROOM_NAME_MAX)) });
export type RoomFacts = z.infer<typeof roomFacts>;

/** One page's stay in a room: the same over lost sockets, another one when the page is loaded anew. */
export const roomVisit = z.string().check(z.regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits'));
export type RoomVisit = z.infer<typeof roomVisit>;

/** A person in a room. `endpoint` changes when its socket is replaced. */
export const participant = z.object({
  account: accountId,
  login,
  device: deviceId,
  endpoint: endpointId,
  visit: roomVisit,
  since: instant,
});
export type Participant = z.infer<typeof participant>;

/** Somebody who waits to be let in: nobody is told where they are. */
export const knocker = z.object({ account: accountId, login, since: instant });
export type Knocker = z.infer<typeof knocker>;

/** The relay's record of a room, which everyone inside is told whole. */
export const roomRecord = z.object({
  room: roomCode,
  /** Another one when the relay was restarted, or everybody had gone: it knows of nobody inside who has not come back. */
  epoch: z.string(),
  /** Within one epoch it grows by one with each change. */
  version: z.int().check(z.gte(1)),
  about: roomAbout,
  /** Whoever made it, and may end it. */
  creator: accountId,
  /** Who lets in and removes: the creator, or while they are not inside whoever has been there for the longest time. */
  host: accountId,
  waiting_room: z.boolean(),
  /** How many can be inside. */
  most: z.int().check(z.gte(2)),
  inside: z.array(participant),
  knocking: z.array(knocker),
  /** Whom its hosts have removed: whoever is connected with one of them is so no longer. */
  removed: z.array(accountId),
});
export type RoomRecord = z.infer<typeof roomRecord>;

/** Why somebody is in a room no longer. */
export const roomLoss = z.enum([
  'removed', // by the host, for good
  'refused', // the host did not let them in
  'ended', // the room is no more
  'moved', // the person is inside from another page or device, or in another room
]);
export type RoomLoss = z.infer<typeof roomLoss>;

const signalKind = z.enum(['offer', 'answer', 'candidate', 'restart', 'leave']);

/** AES-256-GCM under a key of the link, nonce first (SPEC RM10). */
const sealedSignal = base64(48_000);

/** What the relay says of rooms, in the `news` of a `room` frame. Only pages that are about to enter one look into it. */
export const roomNews = z.discriminatedUnion('type', [
  z.object({ type: z.literal('record'), record: roomRecord }),
  /** One waits to be let in. */
  z.object({ type: z.literal('knocking'), room: roomCode }),
  /** A stay is over; the same page may have begun another one meanwhile. */
  z.object({ type: z.literal('lost'), room: roomCode, visit: roomVisit, loss: roomLoss }),
  z.object({
    type: z.literal('signal'),
    room: roomCode,
    from: endpointId,
    kind: signalKind,
    sealed: sealedSignal,
  }),
  /** The answer to `room-look`. */
  z.object({ type: z.literal('look'), about: roomAbout, inside: z.int(), most: z.int(), waiting_room: z.boolean() }),
]);
export type RoomNews = z.infer<typeof roomNews>;

/** From one who is inside to another. */
export const roomSignal = z.strictObject({
  type: z.literal('room-signal'),
  room: roomCode,
  to: endpointId,
  kind: signalKind,
  sealed: sealedSignal,
});
