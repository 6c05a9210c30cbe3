// Pieces of frames as clients write them, for reading a frame from its text. Each lets through less than its schema does.

const HEX = '[0-9a-f]';
export const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
const BASE64 = '[A-Za-z0-9+/]';
/** Keys and signature of their full length. */
export const BOX =
  `\\{"prekey":[1-9][0-9]{0,8},"enc":"${BASE64}{43}=","ciphertext":"${BASE64}*={0,2}",` +
  `"signature":"${BASE64}{86}=="\\}`;

/** The schema allows a ciphertext of as many characters; whatever is longer in all is left to it. */
export const MAX_CHARACTERS = 48_000;
