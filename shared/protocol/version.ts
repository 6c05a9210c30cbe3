/** The wire's version: the subprotocol of the socket is `tincan.v1`. A relay refuses any other. */
export const PROTOCOL_VERSION = 1;

/** The WebSocket subprotocol; the second offered subprotocol is the single-use ticket. */
export const SUBPROTOCOL = `tincan.v${PROTOCOL_VERSION}`;

/** Prefix of the ticket among the offered subprotocols: `ticket.<base64url>`. */
export const TICKET_PREFIX = 'ticket.';
