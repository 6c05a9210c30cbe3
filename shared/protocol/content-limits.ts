// Apart from the schemas, so that what only shows messages needs no validator.

/** The longest text of one message, in UTF-16 code units. */
export const TEXT_MAX = 4_000;

/** How long after a message its author may edit it, by the relay's time of both. */
export const EDIT_MS = 24 * 3_600_000;
