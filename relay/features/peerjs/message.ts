import * as z from 'zod/mini';

// The wire of PeerServer (npm `peer` 1.0.2), which is PeerJS's and not ours to change.

/** Of an id or a token. A PeerJS page makes ids of 36 and tokens of some 11 characters; one's own may be longer. */
export const MAX_NAME = 128;

/** What a client may send. `src` and whatever else it says is left out: the relay knows who speaks. */
const clientMessage = z.object({
  type: z.enum(['OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE', 'HEARTBEAT']),
  dst: z.optional(z.string().check(z.maxLength(MAX_NAME))),
  payload: z.optional(z.unknown()),
});
export type ClientMessage = z.infer<typeof clientMessage>;

/** Undefined for what PeerServer passes over, too. */
export const readMessage = (text: string): ClientMessage | undefined => {
  try {
    return clientMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** A message as it reaches the other peer. Undefined where it is nested too deeply: what can be read cannot always be written. */
export const passedOn = (src: string, dst: string, { type, payload }: ClientMessage): string | undefined => {
  try {
    return JSON.stringify({ type, src, dst, payload });
  } catch {
    return undefined;
  }
};

/** What a peer is told whose messages did not arrive: `src` is the peer who was not there. */
export const expired = (src: string, dst: string): string => JSON.stringify({ type: 'EXPIRE', src, dst });

export const OPEN = JSON.stringify({ type: 'OPEN' });

const refusal = (type: 'ERROR' | 'ID-TAKEN' | 'INVALID-KEY', msg: string): string =>
  JSON.stringify({ type, payload: { msg } });

/** Why a socket is closed as soon as it is open. */
export const refused = {
  incomplete: refusal('ERROR', 'No id, token, or key supplied to websocket server'),
  tooLong: refusal('ERROR', `An id and a token have at most ${MAX_NAME} characters`),
  /** PeerServer 1.0.2 says ERROR; this one a page can tell from others, as its event `invalid-key`. */
  invalidKey: refusal('INVALID-KEY', 'Invalid key provided'),
  idTaken: refusal('ID-TAKEN', 'ID is taken'),
  full: refusal('ERROR', 'Server has reached its concurrent user limit'),
};
