import { SUBPROTOCOL, TICKET_PREFIX } from '#shared/protocol/version.ts';

/** The ticket among the offered subprotocols; nothing where this version of the wire is not offered (HE1). */
export const ticketOf = (protocols: readonly string[]): string | undefined => {
  if (!protocols.includes(SUBPROTOCOL)) return undefined;
  return protocols.find((protocol) => protocol.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length);
};
