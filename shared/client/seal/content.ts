import { type Content, content } from '#shared/protocol/content.ts';
import { utf8 } from './bytes.ts';

/** The relay sees lengths: in steps of 256 bytes they tell little. */
const STEP = 256;
const SPACE = 0x20;

/** JSON, filled up with spaces, which JSON does not mind. */
export const encodeContent = (said: Content): Uint8Array => {
  const bytes = utf8(JSON.stringify({ version: 1, ...said }));
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(SPACE);
  padded.set(bytes);
  return padded;
};

/** `undefined` where it is not content of a version known here. */
export const decodeContent = (bytes: Uint8Array): Content | undefined => {
  try {
    const { version: _, ...known } = content.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return known;
  } catch {
    return undefined;
  }
};
