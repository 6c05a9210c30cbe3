import type { SignalFrame } from '#shared/protocol/frames.ts';

/** What the relay needs of a signal; the rest is for the other side, as it was written. */
export type SignalHead = Pick<SignalFrame, 'type' | 'to' | 'call'>;

const HEX = '[0-9a-f]';
const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
const BASE64 = '[A-Za-z0-9+/]';

/** A signal written as clients write it: its fields in order, no white space, keys and signature of their full length. */
const SIGNAL = new RegExp(
  `^\\{"type":"(offer|answer|candidate|restart|leave)","to":"([0-9a-z-]{4,24})","call":"(${UUID})",` +
    `"box":\\{"prekey":[1-9][0-9]{0,8},"enc":"${BASE64}{43}=","ciphertext":"${BASE64}*={0,2}","signature":"${BASE64}{86}=="\\}\\}$`,
);

/** The schema allows a ciphertext of as many characters; whatever is longer in all is left to it. */
const MAX_CHARACTERS = 48_000;

/**
 * Reads a signal without building it: whether it fits the schema is asked of the text itself, in less than half of the
 * time that parsing takes. Undefined means nothing more than that the text has to be parsed.
 */
export const readSignal = (text: string): SignalHead | undefined => {
  const found = text.length <= MAX_CHARACTERS ? SIGNAL.exec(text) : null;
  if (!found) return undefined;
  const [, type, to = '', call = ''] = found;
  return { type: type as SignalHead['type'], to, call }; // one of the five that the pattern names
};
