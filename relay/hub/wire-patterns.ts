// Pieces of frames as clients write them, for reading a frame from its text. Each lets through less than its schema does.

const HEX = '[0-9a-f]';
export const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
const BASE64 = '[A-Za-z0-9+/]';
export const CIPHERTEXT = `${BASE64}*={0,2}`;

/** Keys and signature of their full length. */
const boxAround = (ciphertext: string): string =>
  `\\{"prekey":[1-9][0-9]{0,14},"enc":"${BASE64}{43}=","ciphertext":"${ciphertext}",` +
  `"signature":"${BASE64}{86}=="\\}`;

/** Of a signal. */
export const BOX = boxAround(CIPHERTEXT);
/** Of a message: what opens its body. */
export const KEY_BOX = boxAround(`${BASE64}{0,126}={0,2}`);

/** The schemas allow a ciphertext, or a body, of as many characters; whatever is longer in all is left to them. */
export const MAX_CHARACTERS = 40_000;
