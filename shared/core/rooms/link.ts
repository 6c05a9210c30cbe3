import type { RoomCode } from '#shared/protocol/room.ts';

/** What a room's link holds: which relay, which room there, and the secret that opens it (128 bits in base64url). */
export interface RoomLink {
  /** An origin. */
  readonly relay: string;
  readonly code: RoomCode;
  readonly secret: string;
}

// The last character of a secret has two bits, so that each secret is written in one way.
const LINK = /^(https?:\/\/[^/?#\s]+)\/#\/room\/([a-zA-Z0-9]{10})\.([\w-]{21}[AQgw])$/;

export const roomLink = ({ relay, code, secret }: RoomLink): string => `${relay}/#/room/${code}.${secret}`;

/** `undefined` for what is no link of a room. */
export const parseRoomLink = (link: string): RoomLink | undefined => {
  const [, relay, code, secret] = LINK.exec(link) ?? [];
  return relay === undefined || code === undefined || secret === undefined ? undefined : { relay, code, secret };
};
